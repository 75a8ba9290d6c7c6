import TerminalUI

/// Runs the browser until the person quits.
func runBrowser(left: Place?, right: Place?, session: Session) async throws {
    throw UsageError("The browser is not part of this build.")
}
