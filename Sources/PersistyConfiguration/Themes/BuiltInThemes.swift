/// The themes of the folder `themes`, so that the one binary has them all.
///
/// Made by `RECORD=1 swift test --filter PersistyConfigurationTests`; a test compares it with the folder.
enum BuiltInThemes {
    static let texts: [String: String] = [:]
}
