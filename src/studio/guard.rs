//! Which requests are refused, before anything else is done with them.
//!
//! The server listens on the loopback address alone. Other pages in the same browser could still send requests to it, so the
//! address has a secret, the Host header must name this machine (otherwise a foreign name could be pointed here), and the
//! Origin header must be the studio's own.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The names of this machine that a browser may use. The port is free, because a tunnel may lead from another.
const HOSTS: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The reason why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Host,
    Origin,
}

impl Refusal {
    fn words(self) -> &'static str {
        match self {
            Self::Host => "the studio answers on 127.0.0.1 and localhost only\n",
            Self::Origin => "the studio does not answer other pages\n",
        }
    }
}

/// Checks the headers of a request.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(header::HOST).unwrap_or("?");
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, port),
        _ => (host, "80"),
    };
    if !HOSTS.contains(&name) || port.parse::<u16>().is_err() || headers.get_all(header::HOST).iter().count() > 1 {
        return Err(Refusal::Host);
    }
    if let Some(origin) = text(header::ORIGIN)
        && origin.strip_prefix("http://") != Some(host)
    {
        return Err(Refusal::Origin);
    }
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        None | Some("same-origin" | "none") => Ok(()),
        // The address is typed, or opened from a page that lists it.
        Some(_) if text(header::HeaderName::from_static("sec-fetch-mode")) == Some("navigate") => Ok(()),
        Some(_) => Err(Refusal::Origin),
    }
}

/// Refuses or passes a request, and adds the headers that keep the page to itself.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let mut response = match check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => (StatusCode::FORBIDDEN, refusal.words()).into_response(),
    };
    let own = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in own {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&'static str, &'static str)]) -> Result<(), Refusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, header::HeaderValue::from_static(value));
        }
        check(&map)
    }

    #[test]
    fn this_machine_is_answered_under_any_port() {
        for host in ["127.0.0.1:8642", "localhost:9000", "[::1]:8642", "localhost", "[::1]"] {
            assert_eq!(asked(&[("host", host)]), Ok(()), "{host}");
        }
        assert_eq!(asked(&[("host", "localhost:9"), ("origin", "http://localhost:9")]), Ok(()));
        assert_eq!(asked(&[("host", "localhost:9"), ("sec-fetch-site", "none")]), Ok(()));
    }

    #[test]
    fn other_names_and_other_pages_are_refused() {
        for host in ["evil.example:8642", "127.0.0.1.evil.example", "localhost:x", "localhost:80@evil.example", ""] {
            assert_eq!(asked(&[("host", host)]), Err(Refusal::Host), "{host}");
        }
        assert_eq!(asked(&[]), Err(Refusal::Host));
        assert_eq!(asked(&[("host", "localhost"), ("host", "evil.example")]), Err(Refusal::Host));
        for origin in ["http://evil.example", "null", "https://localhost:9", "http://localhost:8"] {
            assert_eq!(asked(&[("host", "localhost:9"), ("origin", origin)]), Err(Refusal::Origin), "{origin}");
        }
        let foreign = ("sec-fetch-site", "cross-site");
        assert_eq!(asked(&[("host", "localhost:9"), foreign]), Err(Refusal::Origin));
        assert_eq!(asked(&[("host", "localhost:9"), foreign, ("sec-fetch-mode", "navigate")]), Ok(()));
    }
}
