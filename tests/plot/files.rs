//! The files: their font, their size, their bytes.

use super::made::figure;
use super::svg::Svg;
use crate::common::place::Place;

/// Size, pixels to the metre, and colours that occur.
fn png(bytes: &[u8]) -> ((u32, u32), u32, usize) {
    let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let info = reader.info();
    let density = info.pixel_dims.unwrap();
    assert_eq!((density.xppu, density.unit), (density.yppu, png::Unit::Meter));
    let colours: std::collections::BTreeSet<&[u8]> = pixels.chunks_exact(3).collect();
    ((info.width, info.height), density.xppu, colours.len())
}

#[test]
fn an_svg_carries_its_font_its_title_and_what_it_shows() {
    for figure_of in takvin::plot::FIGURES {
        let svg = figure(figure_of.name);
        assert!(svg.title.len() > 10, "{}", figure_of.name);
        assert!(svg.all().replace('\u{a0}', " ").contains(&svg.title), "{}: {}", figure_of.name, svg.title);
        assert!(svg.description.to_lowercase().contains("run"), "{}: {}", figure_of.name, svg.description);
        assert_eq!(svg.style.matches("@font-face").count(), 2);
        let base64 = svg.style.split("base64,").nth(1).unwrap();
        assert!(base64.starts_with("AAEAAAA"), "a TrueType font: {}", &base64[..20]);
        assert!(svg.size.0 == 1800.0 && svg.size.1 > 200.0);
    }
}

#[test]
fn titles_and_descriptions() {
    let described = |figure_of: &takvin::plot::Figure| {
        let svg = figure(figure_of.name);
        format!("{}\n  {}\n  {}\n", figure_of.name, svg.title, svg.description.replace('\n', "\n  "))
    };
    let texts: Vec<String> = takvin::plot::FIGURES.iter().map(described).collect();
    insta::assert_snapshot!("titles_and_descriptions", texts.join("\n"));
}

#[test]
fn titles_are_escaped() {
    assert!(figure("drift").title.ends_with("Four <states>"));
}

#[test]
fn a_png_has_the_size_asked_for_at_150_to_the_inch_or_more() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    let least = (150.0 / 0.0254) as u32;
    for (size, wanted) in [("1200x800", (1200, 800)), ("800x1200", (800, 1200)), ("3000x1000", (3000, 1000))] {
        place.succeeds(&["plot", "a", "--figure", "drift,network", "--size", size]);
        for name in ["drift", "network"] {
            let (found, density, colours) = png(&std::fs::read(place.path(&format!("a/figures/{name}.png"))).unwrap());
            assert_eq!(found, wanted, "{name}");
            assert!(density >= least, "{name}: {density}");
            assert!(colours > 20, "{name}: {colours} colours");
        }
    }
    place.succeeds(&["plot", "a", "--figure", "drift"]);
    let (size, density, _) = png(&std::fs::read(place.path("a/figures/drift.png")).unwrap());
    assert!(size.0 == 1800 && density >= (199.0 / 0.0254) as u32, "{size:?} {density}");
}

#[test]
fn the_same_tables_make_the_same_bytes() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    for image in ["svg", "png"] {
        let draw = || {
            place.succeeds(&["plot", "a", "--image", image]);
            let names = place.names("a/figures");
            names.into_iter().map(|name| std::fs::read(place.path(&format!("a/figures/{name}"))).unwrap()).collect()
        };
        let (first, second): (Vec<_>, Vec<_>) = (draw(), draw());
        assert!(first == second, "{image}");
    }
}

#[test]
fn every_theme_draws_the_same_shapes_in_its_own_colours() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    let mut figures: Vec<(String, usize)> = Vec::new();
    for theme in &takvin::plot::theme::THEMES {
        place.succeeds(&["plot", "a", "--figure", "drift", "--image", "svg", "--theme", theme.name]);
        let text = place.read("a/figures/drift.svg");
        let svg = Svg::read(&text);
        assert_eq!(svg.shapes[0].fill, theme.paper.hex());
        assert!(figures.iter().all(|(other, _)| *other != text), "{}", theme.name);
        assert!(figures.iter().all(|(_, shapes)| *shapes == svg.shapes.len()), "{}", theme.name);
        figures.push((text, svg.shapes.len()));
    }
}

#[test]
fn no_two_signs_of_a_key_have_the_same_colour() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    for theme in &takvin::plot::theme::THEMES {
        place.succeeds(&["plot", "a", "--image", "svg", "--theme", theme.name]);
        for (name, count) in
            [("budget", 9), ("issues", 4), ("pressure", 4), ("relations", 6), ("timeline", 6), ("world", 3)]
        {
            let svg = Svg::read(&place.read(&format!("a/figures/{name}.svg")));
            let sign = |room: [f64; 4]| (room[2] - room[0], room[3] - room[1]) == (52.0, 22.0);
            let areas = svg.shapes.iter().filter(|shape| shape.kind == "rect" && sign(shape.room()));
            let colours: Vec<&str> = areas.map(|shape| shape.fill.as_str()).collect();
            assert_eq!(colours.len(), count, "{name}: {colours:?}");
            let distinct: std::collections::BTreeSet<_> = colours.iter().collect();
            assert_eq!(distinct.len(), count, "{name}, {}: {colours:?}", theme.name);
        }
    }
}
