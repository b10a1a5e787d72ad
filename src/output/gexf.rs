//! Relations over time as a dynamic graph in GEXF 1.3, which Gephi and networkx read.
//!
//! States are nodes and pairs are undirected edges. The *spells* of a node or edge list when it was in the world; its
//! *attvalues* list the value of each variable over time. The weight of an edge is the mean of its ties of trade,
//! people and security.

use std::io::{Result, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::relations::{Element, Elements, OF_PAIRS, OF_STATES, Relations, Type, Variable};

/// The description written into the file.
pub(crate) struct About<'a> {
    /// The name of the scenario.
    pub scenario: &'a str,
    /// The number of the run.
    pub run: u32,
    /// The seed of the scenario.
    pub seed: u64,
}

/// Writes the graph.
pub(crate) fn write(relations: &Relations, about: &About<'_>, to: impl Write) -> Result<()> {
    let mut xml = Writer::new_with_indent(to, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = [("xmlns", "http://gexf.net/1.3"), ("version", "1.3")];
    xml.create_element("gexf").with_attributes(root).write_inner_content(|xml| {
        xml.create_element("meta").write_inner_content(|xml| {
            let creator = format!("takvin {}", env!("CARGO_PKG_VERSION"));
            let description = format!("{}, run {}, seed {}", in_xml(about.scenario), about.run, about.seed);
            xml.create_element("creator").write_text_content(BytesText::new(&creator))?;
            xml.create_element("description").write_text_content(BytesText::new(&description))?;
            Ok(())
        })?;
        graph(xml, relations)
    })?;
    xml.get_mut().write_all(b"\n")?;
    xml.get_mut().flush()
}

fn graph<W: Write>(xml: &mut Writer<W>, relations: &Relations) -> Result<()> {
    let mut element = xml.create_element("graph").with_attributes([
        ("mode", "dynamic"),
        ("defaultedgetype", "undirected"),
        ("idtype", "string"),
        ("timeformat", "double"),
        ("timerepresentation", "interval"),
    ]);
    if let Some((first, last)) = relations.span {
        element = element.with_attribute(("start", &*first.to_string())).with_attribute(("end", &*last.to_string()));
    }
    element.write_inner_content(|xml| {
        declare(xml, "node", &OF_STATES)?;
        declare(xml, "edge", &OF_PAIRS)?;
        xml.create_element("nodes").write_inner_content(|xml| {
            relations.states.all.iter().try_for_each(|state| {
                let name = in_xml(&state.names[0]);
                let attributes = [("id", &*name), ("label", &*name)];
                write_element(xml, "node", &attributes, state, &OF_STATES, &relations.states)
            })
        })?;
        xml.create_element("edges").write_inner_content(|xml| {
            relations.pairs.all.iter().enumerate().try_for_each(|(number, pair)| {
                let (id, source, target) = (number.to_string(), in_xml(&pair.names[0]), in_xml(&pair.names[1]));
                let attributes = [("id", &*id), ("source", &*source), ("target", &*target)];
                write_element(xml, "edge", &attributes, pair, &OF_PAIRS, &relations.pairs)
            })
        })?;
        Ok(())
    })?;
    Ok(())
}

fn declare<W: Write>(xml: &mut Writer<W>, class: &str, variables: &[Variable]) -> Result<()> {
    let element = xml.create_element("attributes").with_attributes([("class", class), ("mode", "dynamic")]);
    element.write_inner_content(|xml| {
        for variable in variables {
            let of = match variable.of {
                Type::Number => "double",
                Type::Flag => "boolean",
                Type::Word => "string",
            };
            let attributes = [("id", variable.name), ("title", variable.name), ("type", of)];
            xml.create_element("attribute").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_element<W: Write>(
    xml: &mut Writer<W>,
    tag: &str,
    attributes: &[(&str, &str)],
    element: &Element,
    variables: &[Variable],
    elements: &Elements,
) -> Result<()> {
    xml.create_element(tag).with_attributes(attributes.iter().copied()).write_inner_content(|xml| {
        xml.create_element("attvalues").write_inner_content(|xml| {
            for (variable, timeline) in variables.iter().zip(&element.values) {
                for piece in timeline.pieces() {
                    let value = match variable.of {
                        Type::Number => piece.value.to_string(),
                        Type::Flag => (piece.value > 0.5).to_string(),
                        Type::Word => in_xml(elements.words.get(piece.value as usize).map_or("", |word| word)),
                    };
                    let (start, end) = (piece.from.to_string(), piece.until.to_string());
                    let attributes = [("for", variable.name), ("value", &value), ("start", &start), ("end", &end)];
                    xml.create_element("attvalue").with_attributes(attributes).write_empty()?;
                }
            }
            Ok(())
        })?;
        xml.create_element("spells").write_inner_content(|xml| {
            for piece in element.present.pieces() {
                let (start, end) = (piece.from.to_string(), piece.until.to_string());
                xml.create_element("spell").with_attributes([("start", &*start), ("end", &*end)]).write_empty()?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

/// A name without the control characters that XML does not allow even when escaped.
fn in_xml(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}
