import PersistyData
import PersistyS3
import Testing

@Suite struct `What a service refuses` {
    private func told(_ code: String, _ message: String = "No.", status: Int = 403) -> DataError {
        let body = "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>4442</RequestId></Error>"
        return S3Failure(status: status, body: Array(body.utf8)).dataError()
    }

    @Test(arguments: [
        "AccessDenied", "AccountProblem", "AuthorizationHeaderMalformed", "BadDigest", "EntityTooLarge",
        "EntityTooSmall", "ExpiredToken", "InternalError", "InvalidAccessKeyId", "InvalidArgument",
        "InvalidBucketName", "InvalidObjectState", "InvalidRequest", "InvalidStorageClass", "InvalidToken",
        "KMS.DisabledException", "KeyTooLongError", "MethodNotAllowed", "NoSuchBucket", "NoSuchKey", "NoSuchUpload",
        "NotImplemented", "OperationAborted", "PermanentRedirect", "PreconditionFailed", "QuotaExceeded",
        "RequestTimeTooSkewed", "RequestTimeout", "ServiceUnavailable", "SignatureDoesNotMatch", "SlowDown",
        "TooManyBuckets",
    ])
    func `is told in two sentences: what happened, with the number of the request, and what to do`(code: String) {
        let error = told(code, "The request was refused for a reason.")
        #expect(error.message.hasSuffix(" (request 4442)."), "\(error.message)")
        #expect(!error.message.contains(".. ") && !error.message.contains(". ("), "\(error.message)")
        #expect(error.hint?.hasSuffix(".") == true)
        #expect(error.reason == "s3.\(code)")
    }

    @Test func `for want of a permission names it as the service does`() {
        let words = "User: arn:aws:iam::1:user/ada is not authorized to perform: s3:GetObject"
        #expect(told("AccessDenied", words).message.contains("does not allow this: \(words) (request"))
        #expect(told("AccessDenied", "Access Denied").message == "The service does not allow this (request 4442).")
    }

    @Test(arguments: [
        (S3Request("GET"), "listing the buckets"), (S3Request("GET", bucket: "b"), "listing the bucket"),
        (S3Request("GET", bucket: "b", query: [.init("uploads")]), "listing the unfinished uploads"),
        (S3Request("POST", bucket: "b", query: [.init("delete")]), "deleting items"),
        (S3Request("HEAD", bucket: "b", key: "k"), "reading the item"),
        (S3Request("GET", bucket: "b", key: "k", query: [.init("versionId", "1")]), "reading this version of the item"),
        (S3Request("PUT", bucket: "b", key: "k"), "writing the item"),
        (S3Request("POST", bucket: "b", key: "k", query: [.init("uploads")]), "writing the item"),
        (S3Request("PUT", bucket: "b", key: "k", query: [.init("tagging")]), "changing the item’s tags"),
        (S3Request("DELETE", bucket: "b", key: "k", query: [.init("uploadId", "1")]), "ending an upload"),
    ])
    func `for want of a permission says what is not allowed`(request: S3Request, act: String) {
        var failure = S3Failure(status: 403, code: "AccessDenied")
        failure.act = request.act
        #expect(failure.dataError().message == "The service does not allow \(act).")
    }

    @Test func `by the key of an encryption or by the account is told apart from a permission`() {
        let key = told("KMS.DisabledException", "arn:aws:kms:eu-central-1:1:key/abc is disabled.", status: 400)
        #expect(key.code == .forbidden && key.message.contains("key/abc is disabled (request"))
        #expect(told("AccountProblem").message.contains("account"))
        #expect(told("AccountProblem").hint?.contains("permission") == false)
    }

    @Test func `of a signature says which of its parts to look at`() {
        let messages = ["InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken"].map { told($0).message }
        #expect(Set(messages).count == 3)
        #expect(S3Failure(status: 400, body: []).dataError().message.contains("did not say why"))
    }
}
