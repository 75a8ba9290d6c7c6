/// What a service says when it does not do what was asked ("Error Responses", Amazon S3 API Reference).
///
/// All texts come from outside. ``dataError(key:store:)`` makes sentences of them that are safe to show.
package struct S3Failure: Error, Sendable, Equatable {
    /// The status of the answer; 200 when the error came after it.
    package var status: Int
    /// What happened, in one word: `NoSuchKey`. Empty when the answer held none.
    package var code = ""
    /// What happened, in the service's own words.
    package var message: String?
    /// By which the service's operators find the request again.
    package var requestID: String?
    /// Which host of the service it was.
    package var hostID: String?
    /// The region that the bucket is in, where the request went to another.
    package var region: String?
    /// The endpoint of the bucket, where the request went to another.
    package var endpoint: String?
    /// The bucket it happened to.
    package var bucket: String?
    /// The key it happened to.
    package var key: String?
    /// What was not done, as it stands in a sentence: “reading the item”; `nil` where that is not known.
    package var act: String?
    /// When the service received the request, where clocks differ.
    package var serverTime: String?

    /// The most of a body that is read.
    package static let greatestBody = 64 << 10

    /// The error that an answer with `status` and `body` tells. What is no error of S3, such as a proxy's page or an empty
    /// body, leaves the status alone.
    ///
    /// - Parameter header: The value of a header, by its name in lower case.
    package init(status: Int, body: [UInt8], header: (String) -> String? = { _ in nil }) {
        self.init(status: status)
        if let read = Self.read(Array(body.prefix(Self.greatestBody)), status: status) { self = read }
        if code.isEmpty { code = Self.code(status: status) }
        requestID = requestID ?? header("x-amz-request-id")
        hostID = hostID ?? header("x-amz-id-2")
        // HEAD has no body: the header alone says where the bucket is ("HeadBucket").
        region = header("x-amz-bucket-region") ?? region
    }

    /// The error that stands in the body of an answer whose status says that there is none; `nil` where none does.
    init?(answering body: [UInt8], status: Int) {
        guard !body.isEmpty, body.count <= Self.greatestBody, let read = Self.read(body, status: status) else {
            return nil
        }
        self = read
    }

    /// Whether it may have one of many causes, and the service said nothing of it.
    var isSilent: Bool { (status == 400 || status == 403) && message == nil }

    /// A failure of which only these are known.
    package init(status: Int, code: String = "") {
        self.status = status
        self.code = code
    }

    /// Reads the error whose element has just begun. What it holds of the signature is not read: it is secret.
    init(reading scanner: inout XMLScanner, status: Int) throws(AnswerError) {
        self.init(status: status)
        try take(&scanner)
    }

    private mutating func take(_ scanner: inout XMLScanner) throws(AnswerError) {
        while try scanner.nextChild() {
            if scanner.isNamed("Code") {
                code = try scanner.trimmedValue() ?? ""
            } else if scanner.isNamed("Message") {
                message = try scanner.trimmedValue()
            } else if scanner.isNamed("RequestId") {
                requestID = try scanner.trimmedValue()
            } else if scanner.isNamed("HostId") {
                hostID = try scanner.trimmedValue()
            } else if scanner.isNamed("Region") {
                region = try scanner.trimmedValue()
            } else if scanner.isNamed("Endpoint") {
                endpoint = try scanner.trimmedValue()
            } else if scanner.isNamed("BucketName") || scanner.isNamed("Bucket") {
                bucket = try scanner.trimmedValue()
            } else if scanner.isNamed("Key") {
                key = try scanner.textValue()
            } else if scanner.isNamed("ServerTime") {
                serverTime = try scanner.trimmedValue()
            } else {
                try scanner.skip()
            }
        }
    }

    private static func read(_ body: [UInt8], status: Int) -> S3Failure? {
        guard var scanner = try? XMLScanner(body), (try? scanner.next()) == .start else { return nil }
        // STS wraps its errors: ErrorResponse/Error ("Common Errors", AWS Security Token Service API Reference).
        if scanner.isNamed("ErrorResponse") {
            var failure: S3Failure?
            while (try? scanner.nextChild()) == true {
                if scanner.isNamed("Error") {
                    failure = try? S3Failure(reading: &scanner, status: status)
                } else if scanner.isNamed("RequestId") {
                    failure?.requestID = (try? scanner.trimmedValue()).flatMap(\.self)
                } else if (try? scanner.skip()) == nil {
                    return failure
                }
            }
            return failure
        }
        guard scanner.isNamed("Error") else { return nil }
        // Of an answer that was cut, what came before the cut.
        var failure = S3Failure(status: status)
        try? failure.take(&scanner)
        return failure
    }

    /// The code that an answer without a body stands for, as to HEAD.
    private static func code(status: Int) -> String {
        switch status {
        case 301, 307, 308: "PermanentRedirect"
        case 304: "NotModified"
        case 401: "Unauthorized"
        case 403: "AccessDenied"
        case 404: "NotFound"
        case 405: "MethodNotAllowed"
        case 408: "RequestTimeout"
        case 409: "OperationAborted"
        case 411: "MissingContentLength"
        case 412: "PreconditionFailed"
        case 413: "EntityTooLarge"
        case 416: "InvalidRange"
        case 429: "TooManyRequests"
        case 500: "InternalError"
        case 501: "NotImplemented"
        case 502, 504: "BadGateway"
        case 503: "ServiceUnavailable"
        default: ""
        }
    }
}
