//! A browser that is driven over a pipe: real clicks and keys, and what the page says.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A page of a headless Chromium.
pub struct Browser {
    child: Child,
    to: File,
    from: File,
    /// What came without a line end so far.
    rest: Vec<u8>,
    last: u64,
    session: String,
    /// Errors of scripts, and what the page logged.
    pub logged: Vec<String>,
}

impl Browser {
    /// Opens an empty page of a width. `place` is a directory for the pipes and the profile.
    pub fn new(browser: &str, place: &Path, (width, height): (u32, u32)) -> Self {
        let [to, from] = ["to", "from"].map(|name| place.join(format!("{name}-{width}")));
        for pipe in [&to, &from] {
            assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
        }
        // The browser reads descriptor 3 and writes descriptor 4. Opened for both, a pipe does not wait for its other end.
        let script = "exec \"$0\" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe \
            --user-data-dir=\"$1\" about:blank 3<>\"$2\" 4<>\"$3\"";
        let mut command = Command::new("sh");
        command.args(["-c", script, browser]).arg(place.join(format!("profile-{width}"))).args([&to, &from]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let open = |path| OpenOptions::new().read(true).write(true).open(path).unwrap();
        let (to, from) = (open(to), open(from));
        let mut page = Self { child, to, from, rest: Vec::new(), last: 0, session: String::new(), logged: Vec::new() };
        let target = page.ask("Target.createTarget", &json!({ "url": "about:blank" }))["targetId"].clone();
        let session = page.ask("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        session["sessionId"].as_str().unwrap().clone_into(&mut page.session);
        for domain in ["Page", "Runtime", "Log"] {
            page.ask(&format!("{domain}.enable"), &json!({}));
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        page.ask("Emulation.setDeviceMetricsOverride", &size);
        page
    }

    /// Asks the browser and waits for its answer.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut answer = self.next();
            if answer["id"] == self.last {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].take();
            }
            let params = &answer["params"];
            match answer["method"].as_str() {
                Some("Runtime.exceptionThrown") => self.logged.push(params["exceptionDetails"].to_string()),
                Some("Log.entryAdded") if params["entry"]["level"] == "error" => {
                    self.logged.push(params["entry"].to_string());
                }
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Value {
        loop {
            if let Some(end) = self.rest.iter().position(|byte| *byte == 0) {
                let message: Vec<u8> = self.rest.drain(..=end).collect();
                return serde_json::from_slice(&message[..end]).unwrap();
            }
            let mut bytes = [0; 8192];
            let count = self.from.read(&mut bytes).unwrap();
            self.rest.extend_from_slice(&bytes[..count]);
        }
    }

    pub fn open(&mut self, address: &str) {
        self.ask("Page.navigate", &json!({ "url": address }));
    }

    /// The value of an expression on the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.ask("Runtime.evaluate", &asked);
        answer["result"]["value"].take()
    }

    pub fn text(&mut self, selector: &str) -> String {
        let text = self.value(&format!("document.querySelector({})?.textContent ?? ''", json!(selector)));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an expression is true.
    pub fn wait_for(&mut self, expression: &str) {
        let begun = Instant::now();
        while self.value(&format!("Boolean({expression})")) != true {
            let problem = self.text("#problem");
            assert!(
                begun.elapsed() < Duration::from_mins(1),
                "not within a minute: {expression}; {problem} {:?}",
                self.logged
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Clicks in the middle of an element.
    pub fn click(&mut self, selector: &str) {
        let place = self.value(&format!(
            "(() => {{ const one = document.querySelector({}); one.scrollIntoView({{ block: 'center' }}); const box = one.getBoundingClientRect(); \
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(selector)
        ));
        assert!(place.is_array(), "{selector} is not there");
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", &event);
        }
    }

    /// Presses a key in the element that has the focus.
    pub fn press(&mut self, key: &str, code: u32) {
        for kind in ["rawKeyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            self.ask("Input.dispatchKeyEvent", &event);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
