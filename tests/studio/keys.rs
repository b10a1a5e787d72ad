//! The studio without a mouse: the time line of events, words that are explained, the focus that stays.

use serde_json::json;

use super::Studio;
use super::browser::Browser;
use crate::common::place::Place;

const READY: &str = "document.documentElement.dataset.ready === 'yes'";

#[test]
fn events_move_by_keys_and_words_are_explained() {
    let Some(chromium) = crate::report::browser() else { return };
    let place = Place::new();
    let event = "base = \"world.toml\"\n[events.push]\nfrom_year = 1992\nuntil_year = 1995\ndo = \"policy\"\nstate = \"Arda\"\n\
                 toward = [\"Bera\"]\nact = \"confront\"\n";
    std::fs::write(place.path("pushed.toml"), event).unwrap();
    let studio = Studio::open(&place, "pushed.toml");
    let mut page = Browser::new(&chromium, place.0.path(), (1280, 900));
    page.open(&studio.address());
    page.wait_for(READY);
    page.value(
        "Array.from(document.querySelectorAll('#knobs summary')).find(one => one.textContent === 'Events').click()",
    );
    let bar = ".event [role=slider]";
    let said =
        |page: &mut Browser| page.value(&format!("document.querySelector('{bar}').getAttribute('aria-valuetext')"));
    assert_eq!(said(&mut page), "1992 to 1995");
    page.value(&format!("document.querySelector('{bar}').focus()"));
    page.press("ArrowRight", 39);
    page.wait_for(&format!("document.querySelectorAll('#changes li').length === 2 && {READY}"));
    assert_eq!(said(&mut page), "1993 to 1996", "it moves as a whole");
    let shift = json!({ "type": "rawKeyDown", "key": "ArrowLeft", "code": "ArrowLeft", "windowsVirtualKeyCode": 37, "modifiers": 8 });
    page.ask("Input.dispatchKeyEvent", &shift);
    page.wait_for("document.querySelector('.event [role=slider]').getAttribute('aria-valuetext') === '1993 to 1995'");
    page.wait_for(&format!("document.querySelectorAll('#changes li').length === 1 && {READY}"));
    let command = page.text("#command");
    assert_eq!(command, "takvin run pushed.toml --set events.push.from_year=1993");
    // A way to add an event is found by what it can do.
    page.value("byId('search').value = 'alliance'; find()");
    assert_eq!(page.value("byId('add-event').checkVisibility()"), true);
    // A word that is marked is explained where the focus is, and Escape closes the box.
    page.value("document.querySelector('#outcomes-note dfn').focus()");
    page.wait_for("!document.querySelector('#tip').hidden");
    assert!(page.text("#tip").starts_with("A range around a mean"), "{}", page.text("#tip"));
    let described =
        "byId(document.activeElement.getAttribute('aria-describedby')).textContent === byId('tip').textContent";
    assert_eq!(page.value(described), true, "it is read to those who listen");
    page.press("Escape", 27);
    page.wait_for("document.querySelector('#tip').hidden");
    // Whoever resets a change by keys is not sent to the top of the page.
    page.value("document.querySelector('#changes button').focus()");
    page.press("Enter", 13);
    page.ask("Input.dispatchKeyEvent", &json!({ "type": "char", "text": "\r" }));
    page.wait_for(&format!("document.querySelectorAll('#changes li').length === 0 && {READY}"));
    assert_ne!(page.value("document.activeElement.tagName"), "BODY");
    // All controls have a name.
    let nameless = "Array.from(document.querySelectorAll('input, select, button')).filter(one => one.checkVisibility() && \
                    !(one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent).trim()).map(one => one.outerHTML)";
    assert_eq!(page.value(nameless), json!([]));
    assert_eq!(page.logged, [] as [&str; 0], "no error is logged");
}
