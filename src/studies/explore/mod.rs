//! Exploration: points that are chosen by what was found before, wave by wave. Each wave extends one sweep, so that whatever
//! a sweep can do holds here too, and an exploration that was stopped goes on where it was.

pub(crate) mod border;
mod known;
pub(crate) mod reach;
mod search;
mod space;
pub(crate) mod tables;

pub(crate) use known::Known;
pub(crate) use search::Search;
pub(crate) use space::Space;
