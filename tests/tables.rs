//! States, pairs and other data from CSV and Parquet files: the same worlds as from TOML, and what is said of bad tables.

mod dated;
mod presence;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use takvin::model::{World, round};
use takvin::scenario::{Scenario, ScenarioErrors, load, load_text};

/// A directory with a scenario `w.toml` and its tables.
struct Place(tempfile::TempDir);

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs::write(place.0.path().join(name), text).unwrap();
        }
        place
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn load(&self) -> Result<Scenario, ScenarioErrors> {
        load(&self.path("w.toml"), &[])
    }

    fn loaded(&self) -> Scenario {
        self.load().unwrap_or_else(|errors| panic!("{errors}"))
    }

    /// The problems, each on one line with its remedy, without the directory.
    fn complaints(&self) -> String {
        let errors = self.load().expect_err("the scenario is refused");
        let lines: Vec<String> =
            errors.located().iter().map(|l| format!("{l} [{}] | {}\n", l.column, l.help)).collect();
        lines.concat().replace(&format!("{}/", self.0.path().display()), "")
    }
}

fn spelt(scenario: &Scenario) -> String {
    format!("{:?}", scenario.setup)
}

/// The world at the end of a run, as the bytes of a checkpoint.
fn history(scenario: &Scenario) -> Vec<u8> {
    let mut world = World::new(&scenario.setup, scenario.run.seed, 0);
    for _ in 0..scenario.run.rounds {
        round::step(&mut world);
    }
    postcard::to_stdvec(&world).unwrap()
}

/// A column of a Parquet file.
enum Column<'a> {
    Words(&'a [&'a str]),
    Numbers(&'a [Option<f64>]),
    Wholes(&'a [i64]),
    Flags(&'a [bool]),
}

fn write_parquet(path: &Path, columns: &[(&str, Column)]) {
    let fields = columns.iter().map(|(name, column)| {
        let (physical, converted, repetition) = match column {
            Column::Words(_) => (Physical::BYTE_ARRAY, ConvertedType::UTF8, Repetition::REQUIRED),
            Column::Numbers(_) => (Physical::DOUBLE, ConvertedType::NONE, Repetition::OPTIONAL),
            Column::Wholes(_) => (Physical::INT64, ConvertedType::NONE, Repetition::REQUIRED),
            Column::Flags(_) => (Physical::BOOLEAN, ConvertedType::NONE, Repetition::REQUIRED),
        };
        let field = Type::primitive_type_builder(name, physical).with_repetition(repetition);
        Arc::new(field.with_converted_type(converted).build().unwrap())
    });
    let schema = Arc::new(Type::group_type_builder("table").with_fields(fields.collect()).build().unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
    let mut writer = SerializedFileWriter::new(fs::File::create(path).unwrap(), schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (_, column) in columns {
        let mut out = group.next_column().unwrap().unwrap();
        match column {
            Column::Words(words) => {
                let words: Vec<ByteArray> = words.iter().map(|word| ByteArray::from(*word)).collect();
                out.typed::<ByteArrayType>().write_batch(&words, None, None).unwrap();
            }
            Column::Numbers(numbers) => {
                let present: Vec<i16> = numbers.iter().map(|number| i16::from(number.is_some())).collect();
                let numbers: Vec<f64> = numbers.iter().flatten().copied().collect();
                out.typed::<DoubleType>().write_batch(&numbers, Some(&present), None).unwrap();
            }
            Column::Wholes(wholes) => _ = out.typed::<Int64Type>().write_batch(wholes, None, None).unwrap(),
            Column::Flags(flags) => _ = out.typed::<BoolType>().write_batch(flags, None, None).unwrap(),
        }
        out.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

const RUN: &str = "[run]\nrounds = 12\nseed = 5\n";
const STATES: &str =
    "state,governance,wealth,groups,enters\nUSA,0.8,1.6,west|sea,\n\"Korea, South\",0.4,0.5,,3\nUSSR,0.1,,east,\n";
const PAIRS: &str =
    "a,b,posture,trade,alliance,dispute\nUSA,USSR,-0.4,,false,crisis\nUSA,\"Korea, South\",,0.3,TRUE,\n";
const IN_TOML: &str = "[states.USA]\ngovernance = 0.8\nwealth = 1.6\ngroups = [\"west\", \"sea\"]\n\
    [states.\"Korea, South\"]\ngovernance = 0.4\nwealth = 0.5\nenters = 3\n\
    [states.USSR]\ngovernance = 0.1\ngroups = [\"east\"]\n\
    [[pairs]]\nbetween = [\"USA\", \"USSR\"]\nposture = -0.4\nalliance = false\ndispute = \"crisis\"\n\
    [[pairs]]\nbetween = [\"USA\", \"Korea, South\"]\ntrade = 0.3\nalliance = true\n";
const FROM: &str = "[states]\nfrom = \"states.csv\"\n[pairs]\nfrom = \"pairs.csv\"\n";

#[test]
fn a_world_from_tables_is_the_world_from_toml() {
    let tables =
        Place::new(&[("w.toml", &format!("{RUN}{FROM}")), ("states.csv", STATES), ("pairs.csv", PAIRS)]).loaded();
    let toml = load_text("w.toml", &format!("{RUN}{IN_TOML}"), &[]).unwrap();
    assert_eq!(spelt(&tables), spelt(&toml));
    assert_eq!(history(&tables), history(&toml));
    let again = load_text("resolved.toml", &tables.resolved(), &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(spelt(&tables), spelt(&again));
    assert_eq!(tables.resolved(), again.resolved());
    assert!(!tables.resolved().contains(".csv"));
}

#[test]
fn tables_may_have_semicolons_decimal_commas_and_byte_order_marks() {
    let plain =
        Place::new(&[("w.toml", &format!("{RUN}{FROM}")), ("states.csv", STATES), ("pairs.csv", PAIRS)]).loaded();
    let states = "\u{feff}state;governance;wealth;groups;enters\r\nUSA;0,8;1,6;west|sea;\r\nKorea, South;0,4;0,5;;3\r\nUSSR;0,1;NA;east;\r\n;;;;\r\n";
    let pairs = "sep=;\r\n\"a\";\"b\";\"posture\";\"trade\";\"alliance\";\"dispute\"\r\nUSA;USSR;-0,4;NA;FALSE;crisis\r\nUSA;\"Korea, South\";;0,3;true;\r\n";
    let excel =
        Place::new(&[("w.toml", &format!("{RUN}{FROM}")), ("states.csv", states), ("pairs.csv", pairs)]).loaded();
    assert_eq!(spelt(&plain), spelt(&excel));
}

#[test]
fn rows_are_below_the_entries_of_their_file_and_above_its_base() {
    let place = Place::new(&[
        (
            "base.toml",
            "[states.C]\nwealth = 3\n[states.A]\nwealth = 9\npopulation = 9\n[[pairs]]\nbetween = [\"A\", \"C\"]\ntrade = 0.9\npeople = 0.9\nsecurity = 0.9\n",
        ),
        (
            "w.toml",
            "base = \"base.toml\"\n[states]\nfrom = [\"one.csv\", \"two.csv\"]\n[states.A]\nmilitary = 0.7\n[states.D]\n\
                    [pairs]\nfrom = \"pairs.csv\"\nentries = [{ between = [\"A\", \"C\"], security = 0.2 }]\n",
        ),
        ("one.csv", "state,wealth,military\nA,2,0.1\nB,5,0.1\n"),
        ("two.csv", "state,support\nB,0.25\n"),
        ("pairs.csv", "a,b,people,security\nA,C,0.4,0.4\n"),
    ]);
    let scenario = place.loaded();
    assert_eq!(scenario.setup.names, ["C", "A", "B", "D"]);
    let states = &scenario.setup.states;
    assert_eq!((states.wealth[1], states.population[1], states.military[1]), (2.0, 9.0, 0.7));
    assert_eq!((states.wealth[2], states.military[2], states.support[2]), (5.0, 0.1, 0.25));
    let pair = scenario.setup.pairs.iter().find(|pair| pair.states == (0, 1)).unwrap();
    assert_eq!(pair.ties, [0.9, 0.4, 0.2]);
}

#[test]
fn pairs_of_one_side_and_of_groups_may_be_rows() {
    let place = Place::new(&[
        (
            "w.toml",
            "[states.A]\ngroup = \"x\"\n[states.B]\ngroup = \"x\"\n[states.C]\n[pairs]\nfrom = [\"sides.csv\", \"all.csv\"]\n",
        ),
        ("sides.csv", "from,toward,posture\nA,B,0.5\nB,A,-0.5\n"),
        ("all.csv", "a,b,rivalry\nC,group:x,0.6\nA|B,C,0.7\n"),
    ]);
    let pairs = place.loaded().setup.pairs;
    assert_eq!(pairs[0].posture, [0.5, -0.5]);
    assert_eq!([pairs[0].rivalry, pairs[1].rivalry, pairs[2].rivalry], [0.0, 0.7, 0.7]);
}

#[test]
fn a_second_row_of_the_same_pair_is_refused() {
    let place = Place::new(&[
        ("w.toml", "[states.A]\n[states.B]\n[states.C]\n[pairs]\nfrom = \"p.csv\"\n"),
        ("p.csv", "a,b,rivalry\nA,B,0.1\nA,C,0.2\nB,A,0.3\n"),
    ]);
    let said = place.complaints();
    assert_eq!(
        said,
        "p.csv:4: a second row for \"B\" and \"A\"; the first is line 2 [1] | remove one of the two rows\n"
    );
}

#[test]
fn a_state_named_from_stays_a_state() {
    let scenario = load_text("w.toml", "[states.from]\nwealth = 2\n[states.B]\n", &[]).unwrap();
    assert_eq!(scenario.setup.names, ["from", "B"]);
    let place = Place::new(&[("w.toml", "[states]\nfrom = \"s.csv\"\n"), ("s.csv", "state\nfrom\nB\n")]);
    assert_eq!(place.loaded().setup.names, ["from", "B"]);
}

#[test]
fn a_table_may_be_named_on_the_command_line() {
    let place = Place::new(&[
        ("w.toml", "[states.A]\n[states.B]\n"),
        ("s.csv", "state,wealth\nA,4\n"),
        ("t.csv", "state\nC\n"),
    ]);
    let with = |path: &str| {
        let file = place.path(path).display().to_string();
        load(&place.path("w.toml"), &[("states.from".to_owned(), format!("{file:?}"))])
    };
    assert_eq!(with("s.csv").unwrap().setup.states.wealth, [4.0, 1.0]);
    let said = with("t.csv").unwrap_err().to_string();
    assert!(said.contains("the scenario does not have the state \"C\""), "{said}");
}

#[test]
fn parquet_holds_the_same_as_csv() {
    let csv = Place::new(&[("w.toml", &format!("{RUN}{FROM}")), ("states.csv", STATES), ("pairs.csv", PAIRS)]).loaded();
    let place = Place::new(&[("w.toml", &format!("{RUN}{}", FROM.replace(".csv", ".parquet")))]);
    write_parquet(
        &place.path("states.parquet"),
        &[
            ("state", Column::Words(&["USA", "Korea, South", "USSR"])),
            ("governance", Column::Numbers(&[Some(0.8), Some(0.4), Some(0.1)])),
            ("wealth", Column::Numbers(&[Some(1.6), Some(0.5), None])),
            ("groups", Column::Words(&["west|sea", "", "east"])),
            ("enters", Column::Numbers(&[Some(f64::NAN), Some(3.0), None])),
        ],
    );
    write_parquet(
        &place.path("pairs.parquet"),
        &[
            ("a", Column::Words(&["USA", "USA"])),
            ("b", Column::Words(&["USSR", "Korea, South"])),
            ("posture", Column::Numbers(&[Some(-0.4), None])),
            ("trade", Column::Numbers(&[None, Some(0.3)])),
            ("alliance", Column::Flags(&[false, true])),
            ("dispute", Column::Words(&["crisis", ""])),
        ],
    );
    let parquet = place.loaded();
    assert_eq!(spelt(&csv), spelt(&parquet));
    assert_eq!(csv.resolved(), parquet.resolved());
}

#[test]
fn errors_in_parquet_name_file_row_and_column() {
    let place = Place::new(&[("w.toml", "[states]\nfrom = \"s.parquet\"\n")]);
    let path = place.path("s.parquet");
    write_parquet(
        &path,
        &[("state", Column::Wholes(&[2, 200])), ("wealth", Column::Numbers(&[Some(1.0), Some(-3.0)]))],
    );
    assert_eq!(
        place.complaints(),
        "s.parquet, row 2: states.200.wealth = -3; must be in [0.000001, 1000000000] (wealth units (1: a typical state)) [6] | give a value within the range\n"
    );
    let shown = place.load().unwrap_err().render(false);
    assert!(shown.contains("s.parquet:2:6") && shown.contains("200, -3"), "{shown}");
    write_parquet(
        &path,
        &[("state", Column::Words(&["A"])), ("walth", Column::Words(&["x"])), ("support", Column::Words(&["x"]))],
    );
    let said = place.complaints();
    assert!(
        said.starts_with("s.parquet: \"walth\" is not a column of a table of states; did you mean `wealth`? [8]"),
        "{said}"
    );
    write_parquet(&path, &[("state", Column::Words(&["A"])), ("support", Column::Words(&["x"]))]);
    let said = place.complaints();
    assert!(said.starts_with("s.parquet, row 1: support = \"x\"; must be a number in [0, 1] (share) [4]"), "{said}");
    // Damaged files are refused, whatever is damaged.
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        fs::write(&path, &damaged).unwrap();
        drop(place.load());
        fs::write(&path, &whole[..at]).unwrap();
        assert!(place.complaints().starts_with("w.toml:2: cannot read s.parquet"), "cut at {at}");
    }
}

#[test]
fn tables_that_cannot_be_read() {
    let states = |csv: &str| Place::new(&[("w.toml", "[states]\nfrom = \"s.csv\"\n"), ("s.csv", csv)]).complaints();
    let pairs = |csv: &str| {
        Place::new(&[("w.toml", "[states.A]\n[states.B]\n[pairs]\nfrom = \"p.csv\"\n"), ("p.csv", csv)]).complaints()
    };
    let toml = |text: &str| Place::new(&[("w.toml", text)]).complaints();
    let said = [
        states("state,walth\nA,1\n"),
        states("state,wealth,wealth\nA,1,1\n"),
        states("name,wealth,support\nA,1,1\n"),
        states(",state,wealth\n1,A,1\n"),
        states("\"state\",\"wealth\"\n\"1\",\"A\",1\n\"2\",\"B\",1\n"),
        states("state,wealth\nA,1\nB\nC,1,2\n"),
        states("state,wealth\nA,1\nB,2\n\"A\",3\n"),
        states("state,wealth\nA,1\n,2\n"),
        states("state,wealth,enters\nA,rich,2.5\n"),
        states("state,wealth\nA,-1\n"),
        states("state,wealth\nA,nan\n\"B\nC,1\n"),
        states("state,wealth\nA,\"1,000\"\nB,\"0,500\"\nC,\"1,5\"\n"),
        states("State,Wealth\nA,1\n"),
        states(""),
        states("\n\n"),
        states("root:x:0:0\n"),
        pairs("a,b,trade\nA,C,0.5\n"),
        pairs("a,b,trade\nA,A,0.5\n"),
        pairs("a,trade\nA,0.5\n"),
        pairs("a,b,from,trade\nA,B,A,0.5\n"),
        pairs("from,toward,trade\nA,B,0.5\n"),
        pairs("a,b,dispute,alliance\nA,B,warr,maybe\n"),
        toml("[states]\nfrom = 3\n"),
        toml("[states]\nfrom = []\n"),
        toml("[states]\nfrom = [\"a.csv\", 3]\n"),
        toml("[states]\nfrom = \"none.csv\"\n"),
        toml("[states]\nfrom = \"none.parquet\"\n"),
        toml("[states]\nfrom = \"\"\n"),
        toml("[states.A]\n[states.B]\n[pairs]\nfrom = \"A\"\ntoward = \"B\"\n"),
        toml("[states.A]\n[states.B]\n[pairs]\nentires = []\nentries = 3\n"),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn files_in_latin_1_and_of_other_kinds_are_refused_and_not_shown() {
    let place = Place::new(&[("w.toml", "[states]\nfrom = \"s.csv\"\n")]);
    fs::write(place.path("s.csv"), b"state,wealth\nA,1\nC\xf4te d'Ivoire,1\n").unwrap();
    let said = place.complaints();
    assert!(said.starts_with("w.toml:2: s.csv:3: not UTF-8 text: byte 0xF4"), "{said}");
    for secret in ["root:secret:0\nsecret\n", "secret,x\nsecret,y\n", "secret = 1\n"] {
        fs::write(place.path("s.csv"), secret).unwrap();
        let said = place.load().unwrap_err().render(false);
        assert!(said.contains("s.csv is not a table of states") && !said.contains("secret"), "{said}");
    }
}

#[test]
fn a_table_without_rows_is_warned_of() {
    let place =
        Place::new(&[("w.toml", "[states]\nfrom = \"s.csv\"\n[states.A]\n[states.B]\n"), ("s.csv", "state,wealth\n")]);
    let warnings = place.loaded().warnings();
    assert_eq!(
        warnings.iter().map(|w| (w.line, w.message.as_str())).collect::<Vec<_>>(),
        [(2, "s.csv does not have rows")]
    );
}

const CODED: &str =
    "[states.USA]\ncode = 2\n[states.\"United Kingdom\"]\ncode = \"GBR\"\n[states.USSR]\ngroup = \"east\"\n";

#[test]
fn a_code_names_its_state_wherever_its_name_does() {
    let by = |usa: &str, uk: &str| {
        let place = Place::new(&[
            (
                "w.toml",
                &format!(
                    "{RUN}{CODED}[states]\nfrom = [\"one.csv\", \"two.csv\"]\n[pairs]\nfrom = \"pairs.csv\"\n\
                     entries = [{{ between = [\"{usa}\", \"{uk}\"], rivalry = 0.2 }}]\n\
                     [reach]\nkind = \"contiguity\"\nneighbours = [[\"{uk}\", \"USSR\"]]\nmajors = [\"{usa}\"]\n\
                     [events.e]\ndo = \"policy\"\nstate = \"{usa}\"\ntoward = [\"{uk}\", \"group:east\"]\nact = \"cooperate\"\nat = 2\n"
                ),
            ),
            ("one.csv", "state,code,wealth\nGermany,255,1.5\n"),
            ("two.csv", &format!("state,support\n{usa},0.3\n{uk},0.4\n255,0.6\n")),
            ("pairs.csv", &format!("a,b,trade\n{usa},{uk},0.6\nUSSR,255,0.1\n")),
        ]);
        let scenario = place.loaded();
        assert_eq!(spelt(&scenario), spelt(&load_text("r.toml", &scenario.resolved(), &[]).unwrap()));
        assert!(scenario.resolved().contains("code = 2\n") && scenario.resolved().contains("code = \"255\""));
        scenario
    };
    let (codes, names) = (by("2", "GBR"), by("USA", "United Kingdom"));
    assert_eq!(codes.setup.names, ["Germany", "USA", "United Kingdom", "USSR"]);
    assert_eq!(spelt(&codes), spelt(&names));
    assert_eq!(codes.setup.states.support, [0.6, 0.3, 0.4, 0.5]);
    assert_eq!(codes.setup.interventions.len(), 2);
}

#[test]
fn codes_that_are_not_unique_are_refused() {
    let said = |text: &str| load_text("w.toml", text, &[]).unwrap_err().to_string();
    for (text, words) in [
        ("[states.A]\ncode = 2\n[states.B]\ncode = \"2\"\n", "w.toml:4: states.B.code: \"A\" has the code \"2\" too"),
        ("[states.A]\ncode = \"B\"\n[states.B]\n", "w.toml:2: states.A.code: another state has the name \"B\""),
        ("[states.A]\ncode = \"S1\"\n[generator]\ncount = 1\n", "another state has the name \"S1\""),
        ("[states.A]\ncode = \"all\"\n[states.B]\n", "\"all\" cannot be a code"),
        ("[states.A]\ncode = 2.5\n[states.B]\n", "states.A.code = 2.5; must be text in quotes, or a whole number"),
    ] {
        assert!(said(text).contains(words), "{}", said(text));
    }
    assert!(load_text("w.toml", "[states.A]\ncode = \"A\"\n[states.B]\n", &[]).is_ok());
}

#[test]
fn sources_name_columns_and_values() {
    let world = "[states.USA]\nwealth = 2\n[states.\"Korea, South\"]\n[events.coup]\ndo = \"leave\"\nstate = \"USA\"\nat = 1\n\
                 [[pairs]]\nbetween = \"all\"\ntrade = 0.1\n";
    let good = format!(
        "{world}[sources]\n\"states.wealth\" = \"World Bank\"\nstates.USA.wealth = \"own estimate\"\n\
         'states.\"Korea, South\"' = \"a\"\nparameters.feedback.threat = \"b\"\n\"pairs.trade\" = \"c\"\n\
         \"pairs.0.trade\" = \"d\"\n\"events.coup\" = \"e\"\nreach = \"f\"\n"
    );
    let scenario = load_text("w.toml", &good, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    let resolved = scenario.resolved();
    for line in
        ["\"states.wealth\" = \"World Bank\"", "\"states.USA.wealth\" = \"own estimate\"", "\"pairs.0.trade\" = \"d\""]
    {
        assert!(resolved.contains(line), "{resolved}");
    }
    assert_eq!(load_text("r.toml", &resolved, &[]).unwrap().resolved(), resolved);
    for (line, words) in [
        ("\"states.welth\" = \"x\"", "sources: the path `states.welth` does not exist; the nearest is `states.wealth`"),
        ("\"states.USSA.wealth\" = \"x\"", "`states.USSA.wealth` does not exist; the nearest is `states.USA`"),
        ("\"states.USA.wealth.x\" = \"x\"", "`states.USA.wealth.x` does not exist"),
        ("\"pairs.1.trade\" = \"x\"", "`pairs.1.trade` does not exist"),
        ("\"stats\" = \"x\"", "`stats` does not exist; the nearest is `states`"),
        ("\"a b\" = \"x\"", "sources: \"a b\" is not a path"),
        ("\"states.wealth\" = 3", "must be text in quotes"),
    ] {
        let said = load_text("w.toml", &format!("{world}[sources]\n{line}\n"), &[]).unwrap_err().to_string();
        assert!(said.contains("w.toml:12: ") && said.contains(words), "{said}");
    }
}
