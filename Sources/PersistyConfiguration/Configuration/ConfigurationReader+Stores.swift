import PersistyData

extension ConfigurationReader {
    mutating func stores(_ root: SettingFields) throws(ConfigurationError) -> [StoreConfiguration] {
        guard let tables = try root.tables("store") else { return [] }
        guard tables.count <= ConfigurationFile.maximumStores else {
            throw root.fault(
                .tooMany, "store",
                "There are \(tables.count) stores; at most \(ConfigurationFile.maximumStores) can be set up.")
        }
        var stores: [StoreConfiguration] = []
        // Swift compares texts by canonical equivalence, so NFC and NFD spellings of a name meet here.
        var taken: [String: Int] = [:]
        for (index, fields) in tables.enumerated() {
            let store = try store(fields)
            if let other = taken.updateValue(index, forKey: store.name.lowercased()) {
                throw duplicate(fields, store.name, stores[other].name, at: "store[\(other)].name")
            }
            stores.append(store)
        }
        try checkPaths(of: stores, tables)
        return stores
    }

    private mutating func store(_ fields: SettingFields) throws(ConfigurationError) -> StoreConfiguration {
        if let secret = fields.values.keys.filter(Self.secrets.contains).min() {
            throw fields.fault(
                .secretInline, secret, "A secret cannot stand in a configuration.",
                hint: "Remove it, and write credentials = \"environment\", \"profile:NAME\" or "
                    + "{ command = [\"PROGRAM\", \"ARGUMENT\"] }. Count this secret as seen and change it.")
        }
        let name = try fields.required("name", "A store wants a name.")
        guard Self.isStoreName(name) else {
            throw fields.fault(
                .value, "name", "\(Quoted.text(name)) cannot be the name of a store.",
                hint: "A name has 1 to 64 letters, digits, “-”, “_” and “.”, and begins with a letter or digit.")
        }
        guard fields.values["type"] != nil else {
            throw fields.fault(.missing, "type", "A store wants a type: directory, chunk or s3.")
        }
        let type = try fields.word("type", StoreConfiguration.Kind.Name.self) ?? .directory
        let kind: StoreConfiguration.Kind
        switch type {
        case .directory: kind = .directory(try directory(fields))
        case .chunk: kind = .chunk(try chunk(fields))
        case .s3: kind = .s3(try s3(fields))
        }
        let access = try fields.word("access", StoreConfiguration.Access.self) ?? .full
        var store = StoreConfiguration(name: name, kind: kind, access: access)
        store.isPublic = try fields.boolean("public") ?? false
        return store
    }

    /// What everybody may read is served by a server.
    func checkPublic(_ configuration: Configuration, _ root: SettingFields) throws(ConfigurationError) {
        guard configuration.server == nil, let tables = try root.tables("store") else { return }
        for (store, fields) in zip(configuration.stores, tables) where store.isPublic {
            throw fields.fault(
                .missing, "public", "Everybody is to read the store “\(store.name)”, and no [server] serves it.",
                hint: "Set one up, or leave this out.")
        }
    }

    private mutating func directory(_ fields: SettingFields) throws(ConfigurationError) -> DirectoryConfiguration {
        try fields.refuseUnknown(
            known: Self.common + ["path", "allow_root", "public"], of: "for a store of type directory")
        let path = try requiredPath(fields, "A directory store wants the path of its folder.")
        let allowsRoot = try fields.boolean("allow_root") ?? false
        guard allowsRoot || FilePaths.resolved(path) != "/" else {
            throw fields.fault(
                .value, "path", "The whole file system “/” is refused as a store.",
                hint: "Name a folder in it, or set allow_root = true.")
        }
        return DirectoryConfiguration(path: path, allowsRoot: allowsRoot)
    }

    private mutating func chunk(_ fields: SettingFields) throws(ConfigurationError) -> ChunkConfiguration {
        try fields.refuseUnknown(
            known: Self.common + ["path", "chunk_size", "max_item_size", "content_types", "public"],
            of: "for a store of type chunk")
        var chunk = ChunkConfiguration(path: try requiredPath(fields, "A chunk store wants the path of its database."))
        if let size = try fields.byteSize("chunk_size", atLeast: 4 << 10, atMost: 16 << 20) {
            chunk.chunkSize = Int(size)
        }
        chunk.maxItemSize = try fields.byteSize("max_item_size", atLeast: 1) ?? chunk.maxItemSize
        chunk.contentTypes = try fields.strings("content_types")
        for type in chunk.contentTypes ?? [] where !ContentType.isWellFormed(type) {
            throw fields.fault(
                .value, "content_types", "\(Quoted.text(type)) is not a media type.",
                hint: "A media type is like “text/plain”, a family like “image/*”.")
        }
        return chunk
    }

    private mutating func requiredPath(_ fields: SettingFields, _ why: String) throws(ConfigurationError) -> String {
        guard let path = try path("path", fields) else { throw fields.fault(.missing, "path", why) }
        guard path.first == "/" else { throw fields.fault(.value, "path", "This is not a path.") }
        return path
    }

    /// No two stores on one place, and a warning for one inside another.
    private mutating func checkPaths(
        of stores: [StoreConfiguration], _ tables: [SettingFields]
    ) throws(ConfigurationError) {
        var places: [(path: String, index: Int, isFolder: Bool)] = []
        var taken: [[UInt8]: Int] = [:]
        for (index, store) in stores.enumerated() {
            let place: (path: String, isFolder: Bool)
            switch store.kind {
            case .directory(let directory): place = (FilePaths.resolved(directory.path), true)
            case .chunk(let chunk): place = (FilePaths.resolved(chunk.path), false)
            case .s3: continue
            }
            if let other = taken.updateValue(index, forKey: Array(place.path.utf8)) {
                throw tables[index].fault(
                    .duplicatePath, "path",
                    "The store “\(stores[other].name)” has this place already\(line(of: "store[\(other)].path")).",
                    hint: "Give each store a place of its own.")
            }
            places.append((place.path, index, place.isFolder))
        }
        // Each folder's name with a `/`, in byte order: all inside a folder follows it directly.
        let sorted = places.filter(\.isFolder)
            .map { (bytes: Array(($0.path == "/" ? "/" : $0.path + "/").utf8), index: $0.index) }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        var outer: [(bytes: [UInt8], index: Int)] = []
        for place in sorted {
            while let last = outer.last, !place.bytes.starts(with: last.bytes) { outer.removeLast() }
            if let last = outer.last {
                warn(
                    tables[place.index], "path",
                    "The store “\(stores[place.index].name)” lies inside the store “\(stores[last.index].name)”: "
                        + "its items are items of both.")
            }
            outer.append(place)
        }
    }

    private func duplicate(
        _ fields: SettingFields, _ name: String, _ other: String, at field: String
    ) -> ConfigurationError {
        let why: String =
            if name.utf8.elementsEqual(other.utf8) {
                "The name “\(name)” is taken already\(line(of: field))."
            } else if name == other {
                "The name “\(name)” is taken already\(line(of: field)), in another normal form (NFC and NFD)."
            } else {
                "The name “\(name)” differs only in case from “\(other)”\(line(of: field))."
            }
        return fields.fault(.duplicate, "name", why, hint: "Give each store a name of its own.")
    }

    private func line(of field: String) -> String {
        text.lines.position(of: field).map { " (line \($0.line))" } ?? ""
    }

    private static func isStoreName(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        guard (1...64).contains(scalars.count), let first = scalars.first, isLetterOrDigit(first) else { return false }
        return scalars.allSatisfy { scalar in
            switch scalar {
            case "-", "_", ".": true
            default:
                isLetterOrDigit(scalar) || scalar.properties.generalCategory == .nonspacingMark
                    || scalar.properties.generalCategory == .spacingMark
            }
        }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            !scalar.properties.isDefaultIgnorableCodePoint
        default: false
        }
    }

    static let common = ["name", "type", "access"]

    private static let secrets: Set<String> = [
        "access_key", "access_key_id", "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "password",
        "secret", "secret_access_key", "secret_key", "session_token", "token",
    ]
}
