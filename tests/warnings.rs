//! What is allowed but most likely not meant, and how a scenario adds to its base.

use std::fs;

use takvin::scenario::{Scenario, load, load_text};

fn scenario(text: &str) -> Scenario {
    load_text("test.toml", text, &[]).unwrap_or_else(|errors| panic!("{errors}"))
}

fn warnings(scenario: &Scenario) -> Vec<String> {
    scenario.warnings().iter().map(|warning| format!("{warning} | {}", warning.help)).collect()
}

fn pairs(scenario: &Scenario) -> Vec<String> {
    let name = |state: u32| scenario.setup.names[state as usize].as_str();
    scenario.setup.pairs.iter().map(|pair| format!("{}{}", name(pair.states.0), name(pair.states.1))).collect()
}

const FOUR: &str = "[states.A]\n[states.B]\n[states.C]\n[states.D]\ngroup = \"g\"\n[reach]\nkind = \"contiguity\"\n";

#[test]
fn an_entry_makes_the_pairs_of_all_states_that_it_names() {
    for (entry, wanted) in [
        ("between = [\"A\", [\"B\", \"C\"]]", &["AB", "AC"][..]),
        ("between = [[\"A\", \"B\"], [\"B\", \"C\"]]", &["AB", "AC", "BC"]),
        ("from = \"A\"\ntoward = [\"B\", \"C\"]", &["AB", "AC"]),
        ("between = [\"A\", [\"B\", \"group:g\"]]", &["AB"]),
        ("between = [\"A\", [\"B\", \"group:g\"]]\nreach = 0.5", &["AB", "AD"]),
        ("between = [\"A\", \"B\"]", &["AB"]),
    ] {
        assert_eq!(pairs(&scenario(&format!("{FOUR}[[pairs]]\n{entry}\nposture = 0.5\n"))), wanted, "{entry}");
    }
    let three =
        load_text("test.toml", &format!("{FOUR}[[pairs]]\nbetween = [\"A\", \"B\", \"C\"]\n"), &[]).unwrap_err();
    let said = three.to_string();
    assert!(said.contains("takes two sides, but has 3") && said.contains("[\"A\", [\"B\", \"C\"]]"), "{said}");
}

#[test]
fn states_and_entries_without_pairs() {
    assert!(warnings(&scenario(FOUR))[0].contains("test.toml:6: the world does not have pairs"));
    assert!(warnings(&scenario("[states.A]\n"))[0].contains("the world has only one state"));
    let some = scenario(&format!("{FOUR}neighbours = [[\"A\", \"C\"]]\n"));
    assert!(warnings(&some)[0].contains("no other state is within reach: B, D"), "{:?}", warnings(&some));
    let idle = scenario(&format!("{FOUR}far = 0.1\n[[pairs]]\nbetween = \"group:g\"\ntrade = 0.5\n"));
    assert!(warnings(&idle)[0].contains("this entry does not match any pair"), "{:?}", warnings(&idle));
    let event = "[events.e]\ndo = \"leave\"\nstate = \"group:h\"\nat = 1\nenabled = false\n";
    let left_out = scenario(&format!("{FOUR}far = 0.1\n{event}"));
    assert!(warnings(&left_out)[0].contains("the group \"h\" does not exist"), "{:?}", warnings(&left_out));
    for shipped in takvin::scenario::shipped() {
        let scenario = load(shipped.name.as_ref(), &[]).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(warnings(&scenario), Vec::<String>::new(), "{}", shipped.name);
    }
}

#[test]
fn replacing_a_list_of_the_base_is_warned_of_and_adding_is_not() {
    let borders = |text: &str| {
        let text = format!("base = \"cold-war\"\n[states.Finland]\n[reach]\n{text}\n");
        let scenario = scenario(&text);
        let near = scenario.setup.pairs.iter().filter(|pair| pair.reach[0] == 1.0).count();
        (warnings(&scenario), near)
    };
    let (none, before) = borders("near = 1.0");
    let (replaced, few) = borders("neighbours = [[\"Finland\", \"USSR\", \"Sweden\", \"Norway\"]]");
    let (added, more) = borders("neighbours_add = [[\"Finland\", \"USSR\", \"Sweden\", \"Norway\"]]");
    assert_eq!((few, more), (3, before + 3));
    assert!(none.is_empty() && added.is_empty(), "{none:?} {added:?}");
    for words in
        ["test.toml:4: reach.neighbours replaces the list of 22 entries in scenarios/cold-war.toml", "neighbours_add"]
    {
        assert!(replaced[0].contains(words), "{replaced:?}");
    }
    let (majors, _) = borders("majors_add = [\"Finland\"]");
    assert!(majors.is_empty());
    let (majors, _) = borders("majors = \"USA\"");
    assert!(majors[0].contains("reach.majors replaces the list of 5 entries") && majors[0].contains("4 of them"));
}

#[test]
fn lists_that_lose_entries() {
    let base = "[states.A]\ngroups = [\"g\", \"h\"]\n[states.B]\n[sweep]\nconstraints = [\"states.A.meaning < 0.5\"]\n\
                [sweep.vary]\n\"states.A.meaning\" = [0.1, 0.2]\n\
                [events.e]\ndo = \"leave\"\nstate = [\"A\", \"B\"]\nat = 1\n";
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("base.toml"), base).unwrap();
    let over = |text: &str| {
        let path = directory.path().join("over.toml");
        fs::write(&path, format!("base = \"base.toml\"\n{text}\n")).unwrap();
        warnings(&load(&path, &[]).unwrap_or_else(|errors| panic!("{errors}")))
    };
    for (text, name) in [
        ("[states.A]\ngroups = [\"g\"]", "states.A.groups"),
        ("[events.e]\nstate = [\"A\"]", "events.e.state"),
        ("[events.e]\nstate = \"A\"", "events.e.state"),
        ("[sweep]\nconstraints = [\"states.A.meaning < 0.7\"]", "sweep.constraints"),
    ] {
        assert!(over(text)[0].contains(&format!("{name} replaces the list of")), "{:?}", over(text));
    }
    for text in
        ["[states.A]\ngroups = [\"h\", \"g\", \"i\"]", "[sweep.vary]\n\"states.A.meaning\" = [0.3]", "title = \"x\""]
    {
        assert!(over(text).is_empty(), "{:?}", over(text));
    }
}

#[test]
fn lists_are_added_to_in_the_order_of_the_layers() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
    write("a.toml", &format!("{FOUR}neighbours = [[\"A\", \"B\"]]\n"));
    write("b.toml", "base = \"a.toml\"\n[reach]\nneighbours_add = [[\"B\", \"C\"]]\n");
    write("c.toml", "base = \"b.toml\"\n[reach]\nneighbours_add = [[\"C\", \"D\"]]\n");
    let set = |value: &str| [("reach.neighbours_add".to_owned(), value.to_owned())];
    let read = |sets: &[(String, String)]| load(&directory.path().join("c.toml"), sets).unwrap();
    assert_eq!(pairs(&read(&[])), ["AB", "BC", "CD"]);
    let added = read(&set("[[\"A\", \"D\"]]"));
    assert_eq!(pairs(&added), ["AB", "AD", "BC", "CD"]);
    assert_eq!(pairs(&scenario(&added.resolved())), ["AB", "AD", "BC", "CD"]);
    let said = load(&directory.path().join("c.toml"), &set("3")).unwrap_err().to_string();
    assert!(said.contains("reach.neighbours_add = 3; must be a list"), "{said}");
}
