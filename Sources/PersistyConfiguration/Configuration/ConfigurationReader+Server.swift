extension ConfigurationReader {
    mutating func server(_ fields: SettingFields) throws(ConfigurationError) -> ServerConfiguration {
        try fields.refuseUnknown(
            known: [
                "bind", "port", "public_url", "keys", "max_life", "max_upload", "allow_origins", "behind_proxy",
                "trusted_proxies", "certificate", "certificate_key",
            ], of: "in [server]")
        let socket = try socket(fields)
        let bind = try socket == nil ? fields.string("bind") ?? "127.0.0.1" : "127.0.0.1"
        guard NetworkHost.isAddress(bind) || bind == "localhost" else {
            throw fields.fault(
                .value, "bind", "\(Quoted.text(bind)) is not an address of a machine.",
                hint: "Write 127.0.0.1 or ::1 for this machine only, or unix: and the path of a socket.")
        }
        let port = try fields.integer("port", in: allowsAnyPort ? 0...65535 : 1...65535) ?? 8899
        let publicURL = try publicURL(fields)
        let isLoopback = NetworkHost.isLoopback(bind)
        guard isLoopback && socket == nil || publicURL != nil else {
            throw fields.fault(
                .missing, "public_url", "A server that others reach wants the URL by which they reach it.")
        }
        let isBehindProxy = try fields.boolean("behind_proxy") ?? false
        let certificate = try certificate(fields)
        guard certificate == nil || socket == nil else {
            throw fields.fault(
                .value, "certificate", "A socket that is a file is for a proxy, which has the certificate.")
        }
        guard isLoopback || isBehindProxy || certificate != nil else {
            throw fields.fault(
                .unsafe, "bind", "Links would be served in clear text to other machines.",
                hint:
                    "Bind to 127.0.0.1, set certificate and certificate_key, or put a proxy with TLS before it and set "
                    + "behind_proxy = true.")
        }
        var server = ServerConfiguration(bind: bind, port: port, publicURL: publicURL, keys: try keys(fields))
        server.socket = socket
        server.certificate = certificate
        server.isBehindProxy = isBehindProxy
        server.trustedProxies = try trustedProxies(fields)
        if isBehindProxy, !isLoopback, server.trustedProxies.isEmpty {
            warn(
                fields, "behind_proxy",
                "All clients count as one, the proxy, and are held to what one may ask for; name it in trusted_proxies."
            )
        }
        server.maxLife = try fields.seconds("max_life", atMost: server.maxLife, "7d") ?? server.maxLife
        server.maxUpload = try fields.byteSize("max_upload") ?? server.maxUpload
        server.allowOrigins = try origins(fields)
        return server
    }

    /// The path of a socket, where `bind` is one.
    private mutating func socket(_ fields: SettingFields) throws(ConfigurationError) -> String? {
        let prefix = "unix:"
        guard let text = try fields.string("bind"), text.hasPrefix(prefix) else { return nil }
        guard fields.values["port"] == nil else {
            throw fields.fault(.value, "port", "A socket that is a file has no port.", hint: "Leave it out.")
        }
        return try path(String(text.dropFirst(prefix.count)), of: "bind", fields)
    }

    private mutating func certificate(
        _ fields: SettingFields
    ) throws(ConfigurationError) -> ServerConfiguration.Certificate? {
        switch (try path("certificate", fields), try path("certificate_key", fields)) {
        case (nil, nil): return nil
        case (let chain?, let key?): return ServerConfiguration.Certificate(chain: chain, key: key)
        case (nil, _?): throw fields.fault(.missing, "certificate", "A key wants the certificate that it is of.")
        case (_?, nil): throw fields.fault(.missing, "certificate_key", "A certificate wants its key.")
        }
    }

    private func trustedProxies(_ fields: SettingFields) throws(ConfigurationError) -> [String] {
        let proxies = try fields.strings("trusted_proxies") ?? []
        for proxy in proxies where !NetworkHost.isNetwork(proxy) {
            throw fields.fault(
                .value, "trusted_proxies", "\(Quoted.text(proxy)) is neither an address nor a network.",
                hint: "Write 127.0.0.1, 10.0.0.0/8 or 2001:db8::/32.")
        }
        return proxies
    }

    private mutating func publicURL(_ fields: SettingFields) throws(ConfigurationError) -> String? {
        guard let (text, address) = try fields.webAddress("public_url") else { return nil }
        if !address.isSecure, !address.isLoopback {
            warn(fields, "public_url", "Links with this URL go in clear text to other machines.")
        }
        return text
    }

    private mutating func keys(_ fields: SettingFields) throws(ConfigurationError) -> [ServerConfiguration.Key] {
        guard let tables = try fields.tables("keys"), !tables.isEmpty else {
            throw fields.fault(
                .missing, "keys", "A server wants a key to sign with.",
                hint: "Make one: “persisty keys new k1” says what to write here.")
        }
        var keys: [ServerConfiguration.Key] = []
        for table in tables {
            try table.refuseUnknown(known: ["id", "file", "status"], of: "of a key")
            let id = try table.required("id", "A key wants an id.")
            guard ServerConfiguration.Key.isID(id) else {
                throw table.fault(
                    .value, "id", "\(Quoted.text(id)) cannot be the id of a key.",
                    hint: "An id has 1 to 64 letters, digits, “-” and “_”.")
            }
            guard !keys.contains(where: { $0.id == id }) else {
                throw table.fault(.duplicate, "id", "The id “\(id)” is another key's already.")
            }
            guard let file = try path("file", table) else {
                throw table.fault(.missing, "file", "A key wants the file that it is in.")
            }
            let status = try table.word("status", ServerConfiguration.Key.Status.self) ?? .signing
            if status == .signing, let other = keys.first(where: { $0.status == .signing }) {
                throw table.fault(
                    .value, "status", "There are two signing keys, “\(other.id)” and “\(id)”; one can sign.",
                    hint: "Make the other “next” or “verify”.")
            }
            keys.append(ServerConfiguration.Key(id: id, file: file, status: status))
        }
        guard keys.contains(where: { $0.status == .signing }) else {
            throw fields.fault(.missing, "keys", "None of the keys has the status “signing”.")
        }
        return keys
    }

    private mutating func origins(_ fields: SettingFields) throws(ConfigurationError) -> [String] {
        let origins = try fields.strings("allow_origins") ?? []
        for origin in origins {
            if origin == "*" {
                warn(fields, "allow_origins", "Every web site may use links of this server.")
                continue
            }
            do {
                guard try WebAddress(origin).path.isEmpty else {
                    throw fields.fault(.url, "allow_origins", "An origin has no path: \(Quoted.text(origin)).")
                }
            } catch let error as WebAddress.Fault {
                throw fields.fault(.url, "allow_origins", error.message)
            } catch let error as ConfigurationError {
                throw error
            } catch {
                throw fields.fault(.url, "allow_origins", "This is not an origin.")
            }
        }
        return origins
    }

    func checkKeyFiles(of server: ServerConfiguration, _ fields: SettingFields) throws(ConfigurationError) {
        guard let tables = try fields.tables("keys") else { return }
        for (key, table) in zip(server.keys, tables) {
            do {
                _ = try KeyFile.read(key.file)
            } catch {
                throw table.fault(error.code, "file", error.message, hint: error.hint)
            }
        }
    }
}
