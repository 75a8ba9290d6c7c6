import PersistyData

extension BucketLinks {
    /// The form for `upload`, whose item has the name `key` in the bucket: a form to post where the service takes any,
    /// else an address to put to.
    func form(_ upload: UploadPolicy, key: String) throws(DataError) -> UploadForm {
        if let type = upload.contentTypes.first(where: { !ContentType.isWellFormed($0) }) {
            throw DataError(
                .badContentType, "“\(type.shownInSentence(limit: 64))” is not a media type.",
                hint: "Nothing was signed. A media type is like “text/plain”, a family like “image/*”.",
                key: upload.key.text, store: store)
        }
        return profile.takesForms == false ? try putForm(upload, key: key) : try postForm(upload, key: key)
    }

    /// The most bytes that one request writes ("Uploading objects", Amazon S3 User Guide).
    private static let greatestRequest: Int64 = 5 << 30

    private func postForm(_ upload: UploadPolicy, key: String) throws(DataError) -> UploadForm {
        guard !isRequesterPaying else {
            throw .unsupported(
                "Where who asks pays, S3 takes no forms that somebody else sends.",
                hint: "Nothing was signed. Sign an address to write to instead.", key: upload.key.text, store: store)
        }
        guard !key.contains("${filename}") else {
            throw .unsupported(
                "In a form S3 puts the name of the file in the place of “${filename}”.",
                hint: "Nothing was signed. Choose another key.", key: upload.key.text, store: store)
        }
        let least = upload.sizes?.lowerBound ?? 0
        let most = min(upload.sizes?.upperBound ?? .max, options.itemSize ?? .max, Self.greatestRequest)
        guard least <= most else {
            throw DataError(
                .tooLarge, "By a form items have at most \(most) bytes.", hint: "Nothing was signed.",
                key: upload.key.text, store: store)
        }
        var kept = upload
        kept.sizes = least...most
        let (condition, type) = contentType(upload, key: key)
        var conditions: [PostPolicy.Condition] = [
            .equals(field: "bucket", bucket), .equals(field: "key", key), .length(least...most), condition,
        ]
        if let storageClass = options.storageClass {
            conditions.append(.equals(field: "x-amz-storage-class", storageClass))
        }
        if let url = upload.successURL { conditions.append(.equals(field: "success_action_redirect", url)) }
        let end = end(of: upload.life)
        let form = signer.form(PostPolicy(expiresAt: end, conditions: conditions), at: time)
        var unkept: [String] = []
        if upload.condition != .always { unkept.append(upload.condition.title) }
        if upload.contentTypes.count > 1 { unkept.append(Self.types) }
        var made = UploadForm(
            .post, url: place.origin + place.path(),
            fields: form.fields.map { LinkField($0.name, $0.name == Self.typeField ? type : $0.value) },
            expiresAt: form.expiresAt, endsEarly: form.expiresAt < end, policy: kept, unkept: unkept)
        made.keepsCondition = upload.condition == .always
        return made
    }

    private static let typeField = "Content-Type"
    private static let types = "the types"

    /// What a form says of the type, and the type that it sends: one that fits, as far as the key tells.
    private func contentType(_ upload: UploadPolicy, key: String) -> (PostPolicy.Condition, sent: String) {
        let guess = ContentType.ofName(key) ?? ContentType.unknown
        guard upload.contentTypes.count == 1, let type = upload.contentTypes.first else {
            let fits = upload.contentTypes.isEmpty || ContentType.matches(guess, upload.contentTypes)
            let first = upload.contentTypes.first.map { $0.hasSuffix("/*") ? String($0.dropLast()) : $0 }
            return (.startsWith(field: Self.typeField, ""), fits ? guess : first ?? guess)
        }
        guard type.hasSuffix("/*") else { return (.equals(field: Self.typeField, type), type) }
        let family = String(type.dropLast())
        return (.startsWith(field: Self.typeField, family), ContentType.matches(guess, [type]) ? guess : family)
    }

    private func putForm(_ upload: UploadPolicy, key: String) throws(DataError) -> UploadForm {
        var link = Link(.put, upload.key, life: upload.life)
        var unkept: [String] = []
        let isKept =
            switch upload.condition {
            case .always: true
            case .absent: profile.keepsCreateCondition == true
            case .matches(let etag): profile.keepsReplaceCondition == true && !etag.isWeak
            case .present: false
            }
        link.condition = isKept ? upload.condition : .always
        if !isKept { unkept.append(upload.condition.title) }
        if let sizes = upload.sizes, sizes.lowerBound > 0 || sizes.upperBound < PartSize.greatestItem {
            unkept.append("the size")
        }
        if upload.contentTypes.count == 1, !upload.contentTypes[0].hasSuffix("/*") {
            link.contentType = upload.contentTypes[0]
        } else if !upload.contentTypes.isEmpty {
            unkept.append(Self.types)
        }
        if upload.successURL != nil { unkept.append("where a browser is sent afterwards") }
        let address = try address(link, key: key)
        var made = UploadForm(
            .put, url: address.url, headers: address.headers, expiresAt: address.expiresAt,
            endsEarly: address.endsEarly, policy: upload, unkept: unkept)
        made.keepsCondition = isKept
        return made
    }
}

extension WriteCondition {
    /// What it asks for, in words.
    fileprivate var title: String {
        switch self {
        case .always: "nothing"
        case .absent: "that there is no such item yet"
        case .present: "that there is such an item"
        case .matches: "that the item is still the one that was seen"
        }
    }
}
