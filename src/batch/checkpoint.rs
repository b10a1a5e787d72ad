//! A checkpoint: the whole state of every run at a round, as bytes with a header and a checksum.
//!
//! ```text
//! magic (16 bytes) ‖ length (8) ‖ header ‖ for each run: length (8) ‖ run ‖ SHA-256 of all before (32)
//! ```
//!
//! Lengths are little-endian. Header and runs are in the postcard format. The checksum is verified before anything is
//! read, so that a damaged file is rejected.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::World;
use crate::record::outcomes::KeptCall;
use crate::record::{Recorder, Tally};

/// The first bytes of a checkpoint.
pub(crate) const MAGIC: &[u8; 16] = b"takvin-saved-03\n";
const SUM: usize = 32;

/// The header of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the crate that wrote it.
    pub crate_version: String,
    /// The version of the model.
    pub model_version: String,
    /// The short name of the scenario.
    pub scenario: String,
    /// The resolved scenario.
    pub resolved: String,
    /// The round of the saved runs.
    pub round: u32,
    /// The number of runs.
    pub runs: u32,
}

/// One run between two rounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Saved {
    /// The number of the run.
    pub run: u32,
    /// Its world.
    pub world: World,
    /// The data behind its outcome measures.
    pub tally: Tally,
    /// The sums of the scenario's own outcomes.
    pub own: Vec<KeptCall>,
}

/// A checkpoint that was read. Its runs are read one by one, because each may be large.
#[derive(Debug)]
pub struct Checkpoint {
    /// The header.
    pub header: Header,
    bytes: Vec<u8>,
    runs: Vec<std::ops::Range<usize>>,
}

/// The reason why a file is not a usable checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It does not begin like a checkpoint.
    #[error("this is not a checkpoint; give a file that `takvin run --checkpoint ROUND` wrote")]
    Foreign,
    /// Its checksum is wrong, or it ends early.
    #[error("the checkpoint is damaged; write it again with `takvin run --checkpoint ROUND`")]
    Damaged,
    /// Another version of the program or the model wrote it.
    #[error(
        "the checkpoint was written by takvin {written} (model {model}), but this is takvin {here} (model {model_here}); \
         write it again with this version"
    )]
    OtherVersion {
        /// The version that wrote it.
        written: String,
        /// The model version that wrote it.
        model: String,
        /// The version that reads it.
        here: String,
        /// The model version that reads it.
        model_here: String,
    },
}

impl Header {
    /// The header of a checkpoint that this version writes.
    pub fn new(scenario: &crate::scenario::Scenario, round: u32, runs: u32) -> Self {
        Self {
            crate_version: env!("CARGO_PKG_VERSION").to_owned(),
            model_version: crate::model::VERSION.to_owned(),
            scenario: scenario.name.clone(),
            resolved: scenario.resolved(),
            round,
            runs,
        }
    }
}

/// One run as bytes.
pub(super) fn save(world: &World, recorder: &Recorder) -> Vec<u8> {
    let run = world.draws.replicate() as u32;
    encode(&(run, world, recorder.tally(), recorder.kept()))
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    match postcard::to_stdvec(value) {
        Ok(bytes) => bytes,
        Err(error) => unreachable!("plain columns of known length always have a postcard form: {error}"),
    }
}

/// The first bytes of a checkpoint. The bytes of every run ([`run_piece`]) and the SHA-256 of all bytes follow.
pub(crate) fn begin(header: &Header) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(run_piece(&encode(header)));
    bytes
}

/// The bytes of a run in a checkpoint.
pub(crate) fn run_piece(run: &[u8]) -> Vec<u8> {
    let mut bytes = (run.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(run);
    bytes
}

impl Checkpoint {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// Returns an error if they are not a complete checkpoint of this version.
    pub fn read(bytes: Vec<u8>) -> Result<Self, CheckpointError> {
        if !bytes.starts_with(MAGIC) {
            return Err(CheckpointError::Foreign);
        }
        let end = bytes.len().checked_sub(SUM).filter(|&end| end >= MAGIC.len()).ok_or(CheckpointError::Damaged)?;
        if Sha256::digest(&bytes[..end]).as_slice() != &bytes[end..] {
            return Err(CheckpointError::Damaged);
        }
        let mut at = MAGIC.len();
        let mut pieces = Vec::new();
        while at < end {
            let range = piece(&bytes[..end], at).ok_or(CheckpointError::Damaged)?;
            at = range.end;
            pieces.push(range);
        }
        let (first, runs) = pieces.split_first().ok_or(CheckpointError::Damaged)?;
        let header: Header = postcard::from_bytes(&bytes[first.clone()]).map_err(|_| CheckpointError::Damaged)?;
        let (here, model_here) = (env!("CARGO_PKG_VERSION"), crate::model::VERSION);
        if header.crate_version != here || header.model_version != model_here {
            return Err(CheckpointError::OtherVersion {
                written: header.crate_version,
                model: header.model_version,
                here: here.to_owned(),
                model_here: model_here.to_owned(),
            });
        }
        if runs.len() != header.runs as usize || runs.is_empty() {
            return Err(CheckpointError::Damaged);
        }
        let runs = runs.to_vec();
        Ok(Self { header, bytes, runs })
    }

    /// The whole file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of runs.
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Returns true without runs. A checkpoint that was read always has runs.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// One run, by its index. The caller checks with [`super::is_sound`] whether it is valid, once its pairs are
    /// checked.
    ///
    /// # Errors
    /// Returns an error if the bytes are not a run, or if this run does not exist.
    pub fn run(&self, number: usize) -> Result<Saved, CheckpointError> {
        let range = self.runs.get(number).cloned().ok_or(CheckpointError::Damaged)?;
        let saved: Saved = postcard::from_bytes(&self.bytes[range]).map_err(|_| CheckpointError::Damaged)?;
        if saved.world.round == self.header.round { Ok(saved) } else { Err(CheckpointError::Damaged) }
    }
}

fn piece(bytes: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let length: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
    let length = usize::try_from(u64::from_le_bytes(length)).ok()?;
    let start = at + 8;
    let end = start.checked_add(length).filter(|&end| end <= bytes.len())?;
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(version: &str) -> Header {
        Header {
            crate_version: version.to_owned(),
            model_version: crate::model::VERSION.to_owned(),
            scenario: "s".to_owned(),
            resolved: String::new(),
            round: 3,
            runs: 1,
        }
    }

    fn bytes(version: &str) -> Vec<u8> {
        let mut bytes = begin(&header(version));
        bytes.extend(run_piece(b"no run"));
        bytes.extend(Sha256::digest(&bytes));
        bytes
    }

    #[test]
    fn foreign_damaged_and_other_versions_are_told_apart() {
        assert_eq!(Checkpoint::read(b"run,round".to_vec()).unwrap_err(), CheckpointError::Foreign);
        assert_eq!(Checkpoint::read(MAGIC.to_vec()).unwrap_err(), CheckpointError::Damaged);
        let here = env!("CARGO_PKG_VERSION");
        let whole = bytes(here);
        for at in MAGIC.len()..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(Checkpoint::read(damaged).unwrap_err(), CheckpointError::Damaged, "byte {at}");
        }
        assert_eq!(Checkpoint::read(whole[..whole.len() - 3].to_vec()).unwrap_err(), CheckpointError::Damaged);
        assert!(matches!(Checkpoint::read(bytes("0.0.0")).unwrap_err(), CheckpointError::OtherVersion { .. }));
        let read = Checkpoint::read(whole).unwrap();
        assert_eq!(read.run(0).unwrap_err(), CheckpointError::Damaged);
        assert_eq!(read.run(1).unwrap_err(), CheckpointError::Damaged);
    }
}
