//! A Unix socket, where the system has them.

use crate::stream::Stream;
use anyhow::{Context, Result, bail};
use hyper_util::rt::TokioIo;
use std::{
    fs, io,
    os::unix::fs::FileTypeExt,
    path::{Path, PathBuf},
};
use tokio::net::{UnixListener, UnixStream};

/// A socket whose file is removed with it.
pub(crate) struct UnixSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl UnixSocket {
    pub(crate) async fn bind(path: &Path) -> Result<Self> {
        // A socket that an earlier run has left behind.
        if fs::symlink_metadata(path).is_ok_and(|file| file.file_type().is_socket()) {
            if UnixStream::connect(path).await.is_ok() {
                bail!("{} is in use by another program", path.display());
            }
            fs::remove_file(path).with_context(|| path.display().to_string())?;
        }
        let listener = UnixListener::bind(path).with_context(|| path.display().to_string())?;
        Ok(Self { listener, path: path.into() })
    }

    pub(crate) async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        Ok(Box::new(TokioIo::new(self.listener.accept().await?.0)))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for UnixSocket {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
