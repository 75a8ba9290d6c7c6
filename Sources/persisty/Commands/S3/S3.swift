import ArgumentParser

/// `persisty s3`: what only stores of S3 have.
struct S3: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "s3", abstract: "Look after unfinished uploads and former versions in S3.",
        subcommands: [S3Uploads.self, S3Versions.self, S3Restore.self])
}
