import PersistyData
import PersistyS3
import Testing

@Suite struct `A hostile answer` {
    @Test func `is one of a hundred and forty-two, all of which are looked at`() {
        guard !HostileAnswer.all.isEmpty else { return }
        #expect(HostileAnswer.all.count == 142)
        #expect(
            Set(HostileAnswer.all.map(\.op)) == [
                "ListObjectsV2", "InitiateMultipartUpload", "CompleteMultipartUpload", "CopyObject", "ListParts",
                "DeleteObjects", "any",
            ])
    }

    @Test func `of an upload that begins names it, or is refused`() throws {
        for hostile in HostileAnswer.of("InitiateMultipartUpload") {
            let outcome = Result { () throws(AnswerError) in
                try StartedUpload(hostile.body, bucket: "b", key: "k")
            }
            switch (hostile.file, outcome) {
            case ("init_id_traversal.xml", .success(let upload)):
                let query: RequestQuery = [.init("uploadId", upload.id)]
                #expect(query.text == "uploadId=..%2F..%2Fx%3Fy%3Dz%26a")
            case ("init_no_id.xml", .failure(.malformed)), ("init_other_key.xml", .failure(.malformed)): break
            default: Issue.record("\(hostile.file): \(outcome)")
            }
        }
    }

    @Test func `of an upload that ends is believed only when it says so`() throws {
        for hostile in HostileAnswer.of("CompleteMultipartUpload") {
            let outcome = Result { () throws(AnswerError) in try CompletedUpload(hostile.body) }
            switch (hostile.file, outcome) {
            case ("complete_error_with_200.xml", .failure(let error)),
                ("complete_spaces_then_error.xml", .failure(let error)):
                guard case .refused(let failure) = error else { Issue.record("\(error)"); continue }
                #expect(failure.dataError().retry == .now)
            case ("complete_blanks_then_ok.xml", .success(let upload)): #expect(upload.etag != nil)
            case ("complete_other_etag.xml", .success(let upload)):
                let sent = MultipartETag(parts: [DigestHasher(.md5).finish(), DigestHasher(.md5).finish()])
                #expect(upload.etag == ETag(String(repeating: "0", count: 32) + "-2"))
                #expect(upload.etag != sent.etag)
            default: Issue.record("\(hostile.file): \(outcome)")
            }
        }
    }

    @Test func `of a copy is believed only when it says so`() {
        for hostile in HostileAnswer.of("CopyObject") {
            #expect(throws: AnswerError.refused(S3Failure(status: 200, code: "SlowDown"))) {
                try CopiedItem(item: hostile.body)
            }
        }
    }

    @Test func `of parts holds only those that can be`() throws {
        for hostile in HostileAnswer.of("ListParts") {
            let page = try PartPage(hostile.body)
            switch hostile.file {
            case "parts_wrong.xml": #expect(page.parts.isEmpty && page.impossible == 3)
            case "parts_other_etag.xml":
                let part = try #require(page.parts.first)
                #expect(!part.isSame(size: 5_242_880, etag: ETag("d41d8cd98f00b204e9800998ecf8427e")))
                #expect(part.isSame(size: 5_242_880, etag: ETag(String(repeating: "f", count: 32))))
            default: Issue.record("\(hostile.file) is not thought of")
            }
        }
    }

    @Test func `of a deletion confirms only what it names`() throws {
        let (a, b) = (try DataKey("a"), try DataKey("b"))
        for hostile in HostileAnswer.of("DeleteObjects") {
            let answer = try DeletionAnswer(hostile.body)
            switch hostile.file {
            case "delete_partial.xml":
                #expect(answer[a] == .deleted)
                guard case .failed(let failure) = answer[b] else { Issue.record("b is gone"); continue }
                #expect(failure.kind == .denied)
            case "delete_silent.xml": #expect(answer[a] == .unconfirmed && answer[b] == .unconfirmed)
            default: Issue.record("\(hostile.file) is not thought of")
            }
        }
    }
}

@Suite struct `A hostile error` {
    private static let expected: [String: (FailureKind, DataError.Code, Recovery)] = [
        "err_403_AccessDenied.xml": (.denied, .forbidden, .giveUp),
        "err_403_RequestTimeTooSkewed.xml": (.clock, .unauthenticated, .setClock(.seconds(-3600))),
        "err_403_SignatureDoesNotMatch.xml": (.badCredentials, .unauthenticated, .giveUp),
        "err_400_ExpiredToken.xml": (.expiredCredentials, .unauthenticated, .renewCredentials),
        "err_403_InvalidAccessKeyId.xml": (.badCredentials, .unauthenticated, .giveUp),
        "err_404_NoSuchBucket.xml": (.noSuchBucket, .notFound, .giveUp),
        "err_404_NoSuchKey.xml": (.noSuchKey, .notFound, .giveUp),
        "err_404_NoSuchUpload.xml": (.noSuchUpload, .notFound, .giveUp),
        "err_409_OperationAborted.xml": (.conflict, .unavailable, .again(after: .milliseconds(50), isSlower: false)),
        "err_412_PreconditionFailed.xml": (.conditionFailed, .conditionFailed, .giveUp),
        "err_416_InvalidRange.xml": (.badRange, .rangeNotSatisfiable, .giveUp),
        "err_503_SlowDown.xml": (.slowDown, .unavailable, .again(after: .milliseconds(50), isSlower: true)),
        "err_500_InternalError.xml": (.serverError, .unavailable, .again(after: .milliseconds(50), isSlower: false)),
        "err_301_PermanentRedirect.xml": (.otherRegion, .misconfigured, .useRegion("eu-west-1")),
        "err_400_AuthorizationHeaderMalformed.xml": (.otherRegion, .misconfigured, .useRegion("eu-west-1")),
        "err_400_EntityTooSmall.xml": (.tooSmall, .tooLarge, .giveUp),
        "err_418_Teapot.xml": (.other, .other, .giveUp),
        "err_503_empty.xml": (.serverError, .unavailable, .again(after: .milliseconds(50), isSlower: false)),
        "err_403_html.xml": (.denied, .forbidden, .giveUp),
        "err_500_huge.xml": (.serverError, .unavailable, .again(after: .milliseconds(50), isSlower: false)),
    ]

    @Test(arguments: HostileAnswer.of("any"))
    func `is told and answered as the corpus says`(_ hostile: HostileAnswer) throws {
        let failure = S3Failure(status: hostile.status, body: hostile.body)
        let (kind, code, recovery) = try #require(Self.expected[hostile.file])
        #expect(failure.kind == kind)
        let told = failure.dataError()
        #expect(told.code == code)
        for text in [told.description, told.reason ?? ""] {
            #expect(!text.contains("AKIA") && !text.contains("secretish") && !text.contains("\n"), "\(text)")
            for scalar in text.unicodeScalars {
                #expect(scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) && scalar.value != 0x202e)
            }
            #expect(text.utf8.count < 1000)
        }
        var plan = RecoveryPlan(isReplayable: true)
        var budget = RetryBudget()
        let now = Timestamp(seconds: 1_700_003_600)
        // Of the others the clock is right.
        let isSkewed = kind == .clock
        let context = RecoveryContext(
            serverDate: isSkewed ? Timestamp(seconds: 1_700_000_000) : now, sentAt: now, jitter: 0.5)
        #expect(plan.next(after: .refused(failure), context, budget: &budget) == recovery)
        // What was set right once and still fails is an error.
        switch recovery {
        case .setClock, .renewCredentials, .useRegion:
            #expect(plan.next(after: .refused(failure), context, budget: &budget) == .giveUp)
        case .again, .giveUp: break
        }
    }
}
