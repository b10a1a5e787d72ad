//! A commented scenario to begin with.

/// The text of a starter scenario. `schema` is the path of the schema for editors, as in `./takvin.schema.json`.
pub fn starter(schema: &str) -> String {
    format!("#:schema {schema}\n{BODY}")
}

const BODY: &str = r#"#
# A scenario: the states of the world, their initial values, and events from outside.
# Everything has a default; remove what you do not need. `takvin defaults` lists every parameter of the theory.

title = "My first world"
question = "What do I want to find out?"

# To build on another scenario instead, name it here; tables are merged key by key, and lists are replaced
# ([reach] has neighbours_add and majors_add to add to them).
# base = "middle-world.toml"

[run]
rounds = 60          # a round is a year unless round_years says otherwise
start_year = 2000    # the year of round 0, before the first round
replicates = 20      # runs that differ by chance only
seed = 1             # the same seed gives the same numbers, on any machine

# Named states, in the order in which the model numbers them.
# Governance has four components, each from 0 (authoritarian) to 1 (participatory):
# meaning, referent, securitisation, provision. `governance` sets those that are not given.
[states.Arda]
governance = 0.7
system = 0.7
wealth = 1.5         # 1 is a typical state
population = 1.0
military = 0.3
group = "north"

[states.Bera]
governance = 0.3
system = 0.3
wealth = 1.0
military = 0.4
group = "south"

[states.Cera]
governance = 0.5
provision = 0.2      # participatory except for its army
group = "south"

# Synthetic states come after the named ones. A value is a number or a distribution:
# { mean, sd }, { low, high } or { median, sigma } on the log scale.
# [generator]
# count = 10
# governance = { mean = 0.5, sd = 0.1 }
# wealth = { median = 1.0, sigma = 0.5 }

# Which states can meet: complete, coordinates, contiguity or matrix.
[reach]
kind = "complete"

# Initial values of pairs; later entries override earlier ones. Values hold for both sides,
# or for one side with `from` and `toward` in place of `between`.
[[pairs]]
between = "all"
trade = 0.1

[[pairs]]
between = ["Arda", "group:south"]
posture = -0.1       # from -1 confrontational to 1 cooperative

# Events from outside, each with a name.
# do = shock, set, clamp, policy, belief, image, reach, form_alliance, break_alliance, enter, leave
[events.false-report]
do = "image"         # puts an image of another state into beliefs
state = "Arda"
about = "Bera"
value = -0.8         # hostile
weight = 0.7
year = 2010
for = 3              # rounds

# Parameters of the theory that differ from their defaults, and mechanisms switched off.
[parameters.switches]
# bent_reports = false

[record]
every = 1
pairs = false        # true writes a row for every pair and round

# The axes of `takvin sweep`, which runs this file at many points; `takvin run` ignores them.
# Each is a path with a list of values, an interval with a number of values, or a range with a step.
[sweep.vary]
"parameters.feedback.threat" = "0..2/5"
"states.Arda.governance" = [0.3, 0.7]
"#;
