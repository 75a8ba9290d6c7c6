package import PersistyData

/// A form that uploads one file: its fields in the order in which to send them, the file after them all.
package struct PostForm: Sendable, Equatable {
    /// A field of a form.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    /// The fields. Together they are a permission and are shown to nobody else.
    package let fields: [Field]
    /// When it ends: at its own end, or when the credentials that signed it end, if that is sooner.
    package let expiresAt: Timestamp

    /// What the field of the file is called.
    package static let fileField = "file"
}

extension PostForm: CustomStringConvertible, CustomReflectable {
    package var description: String { "form of \(fields.map(\.name).joined(separator: ", ")): \(Secret.mask)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension SignatureV4 {
    /// The form for uploads that keep to `policy`.
    ///
    /// The fields that have one value only are filled in from the policy; those with a beginning get it. What the
    /// signature adds gets its conditions here, since every field needs one but the policy, its signature and the file.
    package func form(_ policy: PostPolicy, at time: Timestamp) -> PostForm {
        let moment = SigningTime(time)
        let key = key(at: moment)
        var signature: [PostForm.Field] = [
            .init(name: "x-amz-algorithm", value: "AWS4-HMAC-SHA256"),
            .init(name: "x-amz-credential", value: String(decoding: key.credential, as: UTF8.self)),
            .init(name: "x-amz-date", value: moment.text),
        ]
        if let token = credentials.sessionToken {
            signature.append(.init(name: "x-amz-security-token", value: token.revealed))
        }
        var fields: [PostForm.Field] = []
        for condition in policy.conditions {
            switch condition {
            // The bucket is where the form is sent to, not a field of it.
            case .equals(field: "bucket", _), .length: break
            case .equals(let field, let value), .startsWith(let field, let value):
                fields.append(.init(name: field, value: value))
            }
        }
        var signed = policy
        signed.conditions += signature.map { .equals(field: $0.name, $0.value) }
        let encoded = Array(signed.document.utf8).base64
        let digits = key.signature(of: Array(encoded.utf8))
        fields += signature
        fields.append(.init(name: "policy", value: encoded))
        fields.append(.init(name: "x-amz-signature", value: String(decoding: digits, as: UTF8.self)))
        return PostForm(
            fields: fields, expiresAt: credentials.expiresAt.map { min($0, policy.expiresAt) } ?? policy.expiresAt)
    }
}
