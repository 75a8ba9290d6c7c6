import Glibc
import PersistyData

/// How a program ended that was run for what it prints, and what it printed.
struct CommandEnd: Sendable, Equatable {
    /// How it ended.
    enum Cause: Sendable, Equatable {
        /// By itself, with this status.
        case exited(Int32)
        /// By a signal that was not ours.
        case signalled(Int32)
        /// It never began, for this error of the system.
        case unstarted(Int32)
        /// It took too long.
        case tooLong
        /// It printed too much.
        case tooMuch
        /// Nobody wanted it any more.
        case cancelled
    }

    /// The most bytes of an output.
    static let greatestOutput = 64 << 10
    /// The last bytes that are kept of what it says to a person; more than is shown, so that nothing shown was cut.
    static let keptErrors = 4 << 10

    /// How it ended.
    var cause: Cause
    /// What it printed.
    var printed: [UInt8] = []
    /// The last of what it wrote to its standard error.
    var errors: [UInt8] = []

    /// Takes in more of what it prints; `false` when it is too much.
    mutating func print(_ bytes: some Collection<UInt8>) -> Bool {
        guard printed.count + bytes.count <= Self.greatestOutput else { return false }
        printed += bytes
        return true
    }

    /// Takes in more of its standard error.
    mutating func complain(_ bytes: some Collection<UInt8>) {
        errors += bytes
        if errors.count > 2 * Self.keptErrors { errors.removeFirst(errors.count - Self.keptErrors) }
    }

    /// What it printed, when it ended well.
    func output(of run: CommandRun) throws(DataError) -> [UInt8] {
        let subject = run.place.capitalizedSentence
        switch cause {
        case .exited(0): return printed
        case .exited(let status):
            throw refused("\(subject) ended with status \(status)\(said(in: run)).", .unauthenticated)
        case .signalled(let signal):
            throw refused("\(subject) was ended by signal \(signal)\(said(in: run)).", .unauthenticated)
        case .unstarted(let number):
            let reason = number == ENOENT ? "there is no such program" : String(cString: strerror(number))
            throw refused("\(subject) cannot be run: \(reason).", .misconfigured)
        case .tooLong:
            throw DataError(
                .timedOut,
                "\(subject) was not done after \(run.limit.components.seconds) s and was ended\(said(in: run)).",
                hint: "It must not ask anybody anything: it has no terminal.", reason: "s3.command_time")
        case .tooMuch:
            throw DataError(
                .misconfigured, "\(subject) printed more than \(Self.greatestOutput >> 10) KiB and was ended.",
                hint: "It must print credentials as JSON and nothing else.", reason: "s3.command_flood")
        case .cancelled: throw .cancelled()
        }
    }

    private func refused(_ message: String, _ code: DataError.Code) -> DataError {
        DataError(code, message, hint: "Run it in a terminal to see what it needs.", reason: "s3.command")
    }

    /// What it said to a person, the last of it, without secrets: those of its environment, of what it printed, and what
    /// looks like one.
    private func said(in run: CommandRun) -> String {
        let lines = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
        let text = lines.map { $0.trimmedOfBlanks }.filter { !$0.isEmpty }.joined(separator: " ")
        let secrets = run.secretVariables + CredentialDocument.secrets(in: printed) + longWordsPrinted
        let scrubbed = ScrubbedText(text, hiding: secrets).text
        guard !scrubbed.isEmpty else { return "" }
        let tail = scrubbed.unicodeScalars.suffix(Self.shown)
        let cut = tail.startIndex == scrubbed.unicodeScalars.startIndex ? "" : "…"
        return ": " + cut + String(String.UnicodeScalarView(tail)).shownInSentence(limit: Self.shown)
    }

    private static let shown = 300

    /// What it printed may be credentials in whatever form, which it may have said as well.
    private var longWordsPrinted: [Secret] {
        let words = printed.split { !$0.isVisible || "\",:'{}".utf8.contains($0) }
        return words.lazy.filter { $0.count >= 16 }.prefix(100).map { Secret(String(decoding: $0, as: UTF8.self)) }
    }
}

extension CommandRun {
    /// What in its environment is secret, by the names that such variables have.
    fileprivate var secretVariables: [Secret] {
        environment.compactMap { name, value in
            let name = name.uppercased()
            guard ["SECRET", "TOKEN", "PASSW", "PASSPHRASE", "CREDENTIAL", "KEY"].contains(where: name.contains),
                !["_FILE", "_URI", "_URL", "_PATH"].contains(where: name.hasSuffix)
            else { return nil }
            return Secret(value)
        }
    }
}

extension StringProtocol {
    /// The text without blanks and control characters at its ends.
    fileprivate var trimmedOfBlanks: String {
        func isBlank(_ character: Character) -> Bool { character.isWhitespace }
        return String(String(drop(while: isBlank).reversed()).drop(while: isBlank).reversed())
    }
}
