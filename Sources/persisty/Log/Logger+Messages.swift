import Browser
import Logging
import PersistyData
import PersistyTransfer
import TerminalUI

extension Logger {
    /// Keeps what a message shows to the person as gone wrong.
    func note(_ message: Browser.Message) {
        switch message {
        case .failed(let failure), .listingEnded(_, _, .failed(let failure)), .inspected(_, .failure(let failure)),
            .digested(_, _, .failure(let failure)), .viewed(_, .failure(let failure)),
            .planned(_, .failure(let failure)),
            .deletionPlanned(_, .failure(let failure)), .attributesRead(_, .failure(let failure)),
            .keptEnded(_, .some(let failure)), .keptFailed(_, _, let failure), .signed(_, .failure(let failure), _),
            .linksSaved(_, .failure(let failure)), .watched(_, .failed(let failure)):
            if failure.code != .cancelled { error("shown", metadata: Metadata(failure)) }
        case .attributesChanged(_, _, _, let failures):
            for failure in failures { error("shown", metadata: Metadata(failure.error)) }
        case .said(let said), .keptChanged(_, _, let said):
            switch said.kind {
            case .error: error("shown", metadata: ["says": .shown(said.text)])
            case .warning: warning("shown", metadata: ["says": .shown(said.text)])
            case .info, .success: break
            }
        case .terminated: notice("asked to end from outside")
        case .input, .resized, .tick, .listed, .listingEnded, .arranged, .attributed, .etag, .storeChanged, .pathOpened,
            .inspected, .digesting, .digested, .viewed, .planning, .planned, .deletionPlanned, .transfers, .changed,
            .themeChanged, .suspendRequested, .attributesRead, .attributesChanging, .measured, .kept, .keptEnded,
            .signed, .encoded, .linksSaved, .watched:
            break
        }
    }
}
