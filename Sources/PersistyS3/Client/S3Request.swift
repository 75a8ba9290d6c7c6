import PersistyData

/// One request of the S3 API, before it is signed.
package struct S3Request: Sendable {
    /// The method, in upper case.
    package var method: String
    /// The bucket; `nil` for the service itself.
    package var bucket: String?
    /// The key of the item; empty for the bucket.
    package var key: String
    /// The parameters.
    package var query: RequestQuery
    /// The headers that this kind of request has. Those of its signature, its host and its length are added.
    package var headers: [SignableRequest.Header]
    /// The body.
    package var body: S3Body
    /// As in ``RecoveryPlan/init(isReplayable:)``.
    package var isReplayable = true
    /// The most bytes of an answer that is not an item.
    package var greatestAnswer = 8 << 20

    /// A request.
    package init(
        _ method: String, bucket: String? = nil, key: String = "", query: RequestQuery = [],
        headers: [SignableRequest.Header] = [], body: S3Body = .none
    ) {
        self.method = method
        self.bucket = bucket
        self.key = key
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Adds a header where there is a value for it.
    mutating func set(_ name: String, _ value: String?) {
        if let value { headers.append(.init(name, value)) }
    }

    /// Adds a parameter where there is a value for it.
    mutating func ask(_ name: String, _ value: String?) {
        if let value { query.items.append(.init(name, value)) }
    }
}
