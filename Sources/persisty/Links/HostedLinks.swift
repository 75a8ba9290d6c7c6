import NIOPosix
import PersistyConfiguration
import PersistyData
import PersistyHosting
import TerminalUI

/// The links that a server honours which was set up as `[server]`.
struct HostedLinks: Sendable {
    let address: HostedAddress
    let keys: SigningKeys

    /// Reads the server's keys.
    init(_ server: ServerConfiguration, threads: NIOThreadPool = .singleton) async throws(DataError) {
        address = HostedAddress(server)
        do {
            keys = try await threads.runIfActive { try SigningKeys(server) }
        } catch {
            throw DataError(.misconfigured, "No link can be signed. \(ShownText(error: error))", reason: "link.keys")
        }
    }

    /// Who signs for the store that is served as `name`.
    func signer(of name: String) -> any LinkSigner { HostedLinkSigner(store: name, server: address, keys: keys) }
}

extension HostedAddress {
    /// Where the server of a configuration is reached, and what it lets links be.
    init(_ server: ServerConfiguration) {
        self.init(publicURL: server.address)
        longestLife = Int64(server.maxLife)
        uploadLimit = server.maxUpload
    }
}

extension HostedCertificate {
    /// The certificate of a server, from its files; `nil` where it has none.
    ///
    /// Reads files: call it from a thread that may block.
    init?(_ server: ServerConfiguration) throws {
        guard let files = server.certificate else { return nil }
        let chain: SmallFile
        do throws(SmallFile.Fault) { chain = try SmallFile(files.chain, upTo: 1 << 20) } catch {
            throw ConfigurationError(.missing, "The certificate cannot be read.", file: files.chain)
        }
        let key: [UInt8]
        do throws(ConfigurationError) { key = try KeyFile.read(files.key, upTo: KeyFile.largestPrivateKey) } catch {
            var error = error
            error.file = files.key
            throw error
        }
        try self.init(chain: chain.bytes, key: key)
    }
}

extension SigningKeys {
    /// The keys of a server, from their files; they are read and never shown.
    ///
    /// Reads files: call it from a thread that may block.
    init(_ server: ServerConfiguration) throws(ConfigurationError) {
        var keys: [Key] = []
        for key in server.keys {
            let bytes: [UInt8]
            do throws(ConfigurationError) {
                bytes = try KeyFile.read(key.file)
            } catch {
                var error = error
                error.file = key.file
                throw error
            }
            guard let made = Key(id: key.id, status: Status(key.status), bytes: bytes) else {
                throw ConfigurationError(.value, "The key “\(key.id)” cannot be used.", file: key.file)
            }
            keys.append(made)
        }
        guard let made = SigningKeys(keys) else {
            throw ConfigurationError(.missing, "Exactly one key must have the status “signing”.")
        }
        self = made
    }
}

extension SigningKeys.Status {
    fileprivate init(_ status: ServerConfiguration.Key.Status) {
        self =
            switch status {
            case .next: .next
            case .signing: .signing
            case .verify: .verify
            }
    }
}
