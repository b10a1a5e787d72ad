//! Reads from the syntax tree which paths a file names, and follows them to where they lead.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A path by its parts: `crate`, `model`, `StateId`. The last part of a glob is `*`; the last part of a macro ends with `!`.
pub type Parts = Vec<String>;

/// One source file, and the paths that it names outside its tests.
pub struct Source {
    /// The module that the file holds, from `crate` on.
    pub module: Parts,
    /// Paths as they resolve inside the file: `self`, `super`, renames and child modules are replaced.
    pub paths: BTreeSet<Parts>,
    /// Where each name that the file imports comes from.
    imports: BTreeMap<String, BTreeSet<Parts>>,
    /// Paths that the file hands on from its own children, and does not use itself.
    handed_on: BTreeSet<Parts>,
}

impl Source {
    /// Reads one file as the module `module`.
    ///
    /// # Panics
    ///
    /// Panics if the text is not valid Rust.
    pub fn read(module: &[&str], text: &str) -> Source {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", module.join("::")));
        let mut reader = Reader {
            module: module.iter().map(|part| (*part).to_owned()).collect(),
            raw: BTreeSet::new(),
            imports: BTreeMap::new(),
            children: BTreeMap::new(),
            handed_on: BTreeSet::new(),
        };
        let home = reader.module.clone();
        reader.visit_file(&file);
        let mut paths = BTreeSet::new();
        for (module, path) in &reader.raw {
            reader.resolve(module, path, 0, &mut paths);
        }
        let all = |from: &BTreeSet<(Parts, Parts)>| {
            let mut found = BTreeSet::new();
            for (module, path) in from {
                reader.resolve(module, path, 0, &mut found);
            }
            found
        };
        Source {
            module: home,
            paths,
            imports: reader.imports.iter().map(|(name, from)| (name.clone(), all(from))).collect(),
            handed_on: all(&reader.handed_on).into_iter().filter(|path| path.starts_with(&reader.module)).collect(),
        }
    }

    /// The same file, where `crate` means this module: the model is a package of its own.
    fn inside(mut self, root: &[&str]) -> Source {
        let inside = |path: &Parts| match path.split_first() {
            Some((first, rest)) if first == "crate" && !path.iter().take(root.len()).eq(root) => {
                root.iter().map(|part| (*part).to_owned()).chain(rest.iter().cloned()).collect()
            }
            _ => path.clone(),
        };
        self.paths = self.paths.iter().map(inside).collect();
        self.handed_on = self.handed_on.iter().map(inside).collect();
        for from in self.imports.values_mut() {
            *from = from.iter().map(inside).collect();
        }
        self
    }

    /// Reads every file below `src`.
    pub fn all(src: &Path) -> Vec<Source> {
        files(src)
            .iter()
            .filter(|path| !path.ends_with("main.rs"))
            .map(|path| {
                let inside = path.strip_prefix(src).unwrap().with_extension("");
                let mut module = vec!["crate"];
                module.extend(inside.iter().map(|part| part.to_str().unwrap()));
                if matches!(module.last(), Some(&"mod" | &"lib")) {
                    module.pop();
                }
                let source = Source::read(&module, &std::fs::read_to_string(path).unwrap());
                if module.get(1) == Some(&"model") { source.inside(&["crate", "model"]) } else { source }
            })
            .collect()
    }
}

/// Every Rust file below a directory, sorted.
pub fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The files that each file imports from, by their place in `sources`; re-exports are followed to the definition.
pub fn imports_between(sources: &[Source]) -> Vec<BTreeSet<usize>> {
    let place: BTreeMap<&[String], usize> =
        sources.iter().enumerate().map(|(at, source)| (source.module.as_slice(), at)).collect();
    let file_of = |path: &[String]| (1..=path.len()).rev().find_map(|n| Some((*place.get(&path[..n])?, n)));
    let mut edges = vec![BTreeSet::new(); sources.len()];
    for (at, source) in sources.iter().enumerate() {
        for path in source.paths.iter().filter(|path| path[0] == "crate" && !source.handed_on.contains(*path)) {
            let mut open = vec![path.clone()];
            for _ in 0..8 {
                for path in std::mem::take(&mut open) {
                    let Some((file, n)) = file_of(&path) else { continue };
                    let from = path.get(n).and_then(|name| sources[file].imports.get(name));
                    match from.filter(|_| file != at) {
                        Some(from) => {
                            open.extend(from.iter().map(|from| [from.as_slice(), &path[n + 1..]].concat()));
                        }
                        None if file != at => _ = edges[at].insert(file),
                        None => {}
                    }
                }
            }
        }
    }
    edges
}

/// Gathers paths, each with its module.
struct Reader {
    module: Parts,
    raw: BTreeSet<(Parts, Parts)>,
    imports: BTreeMap<String, BTreeSet<(Parts, Parts)>>,
    children: BTreeMap<String, Parts>,
    handed_on: BTreeSet<(Parts, Parts)>,
}

impl Reader {
    fn note(&mut self, path: Parts) {
        self.raw.insert((self.module.clone(), path));
    }

    /// Every path that `path` may mean inside this file.
    fn resolve(&self, module: &Parts, path: &Parts, depth: usize, found: &mut BTreeSet<Parts>) {
        let rest = &path[1..];
        match path[0].as_str() {
            "" => _ = found.insert(rest.to_vec()),
            "crate" => _ = found.insert(path.clone()),
            "self" if !rest.is_empty() => match rest[0].as_str() {
                "super" => self.resolve(module, &rest.to_vec(), depth, found),
                _ => _ = found.insert([module.as_slice(), rest].concat()),
            },
            "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                let parent = &module[..module.len().saturating_sub(up).max(1)];
                found.insert([parent, &path[up..]].concat());
            }
            first => match (self.imports.get(first), self.children.get(first)) {
                (Some(imports), _) if depth < 5 => {
                    for (module, import) in imports {
                        // A name imported from a crate of the same name, as in `use csv;`.
                        let itself = import[0] == first;
                        let longer = [import.as_slice(), rest].concat();
                        if itself {
                            found.insert(longer);
                        } else {
                            self.resolve(module, &longer, depth + 1, found);
                        }
                    }
                }
                (_, Some(child)) if !rest.is_empty() => _ = found.insert([child.as_slice(), rest].concat()),
                _ => _ = found.insert(path.clone()),
            },
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, before: &Parts, public: bool) {
        let with = |name: &syn::Ident| {
            let mut path = before.clone();
            // `use a::b::{self}` names `a::b`.
            if name != "self" || path.is_empty() {
                path.push(name.to_string());
            }
            path
        };
        match tree {
            syn::UseTree::Path(step) => self.use_tree(&step.tree, &with(&step.ident), public),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, before, public);
                }
            }
            syn::UseTree::Name(name) => {
                let path = with(&name.ident);
                self.import(path.last().unwrap().clone(), path, public);
            }
            syn::UseTree::Rename(rename) => self.import(rename.rename.to_string(), with(&rename.ident), public),
            syn::UseTree::Glob(_) => self.note([before.as_slice(), &["*".to_owned()]].concat()),
        }
    }

    fn import(&mut self, name: String, path: Parts, public: bool) {
        let path = (self.module.clone(), path);
        if public {
            self.handed_on.insert(path.clone());
        }
        self.imports.entry(name).or_default().insert(path.clone());
        self.raw.insert(path);
    }

    /// Paths among the tokens of a macro or an attribute, in groups too: `a::{b, c::d}`, `name!(…)`, `$crate::a`.
    fn tokens(&mut self, stream: TokenStream, before: &Parts) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let colons = |at: usize| matches!(tokens.get(at..at + 2), Some([TokenTree::Punct(a), TokenTree::Punct(b)]) if a.as_char() == ':' && b.as_char() == ':');
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(ident) => {
                    let mut path = [before.as_slice(), &[ident.to_string()]].concat();
                    at += 1;
                    while colons(at) {
                        match tokens.get(at + 2) {
                            Some(TokenTree::Ident(next)) => path.push(next.to_string()),
                            Some(TokenTree::Punct(star)) if star.as_char() == '*' => path.push("*".to_owned()),
                            Some(TokenTree::Group(group)) => self.tokens(group.stream(), &path),
                            _ => break,
                        }
                        at += 3;
                    }
                    if let (Some(TokenTree::Punct(mark)), Some(TokenTree::Group(_))) =
                        (tokens.get(at), tokens.get(at + 1))
                        && mark.as_char() == '!'
                    {
                        path.last_mut().unwrap().push('!');
                    }
                    // One word is mostly a variable, unless it is a macro or is in a group of imports.
                    if path.len() > 1 || path[0].ends_with('!') {
                        self.note(path);
                    }
                }
                TokenTree::Group(group) => {
                    self.tokens(group.stream(), before);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }
}

fn for_tests_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        matches!(&attribute.meta, syn::Meta::List(list) if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
    })
}

fn attributes_of(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl Visit<'_> for Reader {
    fn visit_item(&mut self, item: &syn::Item) {
        if !for_tests_only(attributes_of(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &syn::ItemMod) {
        self.module.push(item.ident.to_string());
        self.children.insert(item.ident.to_string(), self.module.clone());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        let before = if item.leading_colon.is_some() { vec![String::new()] } else { Parts::new() };
        self.use_tree(&item.tree, &before, !matches!(item.vis, syn::Visibility::Inherited));
    }

    fn visit_item_extern_crate(&mut self, item: &syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        self.import(name.to_string(), vec![String::new(), item.ident.to_string()], false);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let mut parts: Parts = path.segments.iter().map(|part| part.ident.to_string()).collect();
        if path.leading_colon.is_some() {
            parts.insert(0, String::new());
        }
        // One word may be a variable: only an import gives it a meaning beyond the file.
        if parts.len() > 1 || self.imports.contains_key(&parts[0]) {
            self.note(parts);
        }
        visit::visit_path(self, path);
    }

    /// Who may see an item is not an import.
    fn visit_visibility(&mut self, _: &syn::Visibility) {}

    fn visit_macro(&mut self, makro: &syn::Macro) {
        let mut parts: Parts = makro.path.segments.iter().map(|part| part.ident.to_string()).collect();
        parts.last_mut().unwrap().push('!');
        self.note(parts);
        self.tokens(makro.tokens.clone(), &Parts::new());
    }

    fn visit_attribute(&mut self, attribute: &syn::Attribute) {
        match &attribute.meta {
            syn::Meta::Path(path) => self.visit_path(path),
            syn::Meta::List(list) => {
                self.visit_path(&list.path);
                self.tokens(list.tokens.clone(), &Parts::new());
            }
            syn::Meta::NameValue(_) => {}
        }
    }
}
