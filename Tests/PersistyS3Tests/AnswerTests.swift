import PersistyData
import PersistyS3
import Testing

private let time = Timestamp(seconds: 1_767_323_045)

private func body(_ text: String) -> [UInt8] { Array(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text).utf8) }

@Suite struct `An answer of S3` {
    @Test func `to a listing becomes rows with all that it tells`() throws {
        let page = try ObjectPage(
            body(
                """
                <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>p/</Prefix>
                <EncodingType>url</EncodingType><KeyCount>3</KeyCount><IsTruncated>true</IsTruncated>
                <NextContinuationToken>1%2B+/=</NextContinuationToken><Contents><Key>p/</Key>
                <LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>"d41d8cd98f00b204e9800998ecf8427e"</ETag>
                <Size>0</Size></Contents><Contents><Key>p/a%0Ab+%C3%A9</Key>
                <LastModified>2026-01-02T03:04:05.000Z</LastModified>
                <ETag>&quot;D41D8CD98F00B204E9800998ECF8427E-2&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>
                <Size>5</Size><StorageClass>GLACIER</StorageClass><Owner><ID>1</ID></Owner></Contents>
                <CommonPrefixes><Prefix>p/c%2F/</Prefix></CommonPrefixes></ListBucketResult>
                """), under: "p/")
        #expect(page.rows.count == 3)
        #expect((0..<3).map { page.rows.name($0) } == ["", "a\nb é", "c//"])
        #expect((0..<3).map { page.rows.kind($0) } == [.item, .item, .folder])
        #expect((0..<3).map { page.rows.size($0) } == [0, 5, nil])
        #expect((0..<3).map { page.rows.time($0) } == [time, time, nil])
        #expect(page.rows.etag(0) == ETag("d41d8cd98f00b204e9800998ecf8427e"))
        #expect(page.rows.etag(1) == ETag("D41D8CD98F00B204E9800998ECF8427E-2"))
        #expect(page.rows.etag(2) == nil)
        #expect((0..<3).map { page.rows.storageClass($0) } == [nil, "GLACIER", nil])
        // The token is the service's own and is not decoded.
        #expect(page.isTruncated == true && page.nextToken == "1%2B+/=")
    }

    @Test(arguments: [true, false])
    func `to a listing may say at its end that keys are encoded`(asked: Bool) throws {
        let page = try ObjectPage(
            body(
                """
                <ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a%2541</Key><Size>1</Size></Contents>
                <EncodingType>url</EncodingType></ListBucketResult>
                """), under: "", encoded: asked)
        #expect(page.rows.count == 1 && page.rows.name(0) == "a%41")
    }

    @Test func `to a listing keeps a name that is not UTF-8`() throws {
        let page = try ObjectPage(
            body(
                """
                <ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a%FF</Key></Contents>
                <Contents><Key>a%00</Key></Contents><EncodingType>url</EncodingType></ListBucketResult>
                """), under: "")
        #expect(page.rows.count == 1 && Array(page.rows.nameBytes(0)) == [0x61, 0xff])
        #expect(page.rows.name(0) == nil && page.notices.impossibleKeys == 1)
    }

    @Test(arguments: [
        // As it is said to be, as Swift has it, as neither tells, and where it would be the same.
        ("a%2B%25", "a%2B%25", "a+%"), ("a%2B%25", "a+%", "a+%"), ("a%2541", "a%41", "a%41"),
        ("a%2541", "a%2541", "a%41"), ("a", "b%2B", "b+"), ("a", "a", "a"),
    ])
    func `to a listing of uploads goes on after the key that its marker means`(
        key: String, marker: String, meant: String
    ) throws {
        let page = try KeyedPage<ListedUpload>(
            body(
                """
                <ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
                <NextKeyMarker>\(marker)</NextKeyMarker><Upload><Key>\(key)</Key><UploadId>1</UploadId></Upload>
                </ListMultipartUploadsResult>
                """))
        #expect(page.nextKeyMarker == meant)
    }

    @Test func `to a listing of buckets names them`() throws {
        let page = try BucketPage(
            body(
                """
                <ListAllMyBucketsResult><Owner><ID>1</ID></Owner><Buckets><Bucket><Name>a</Name>
                <CreationDate>2026-01-02T03:04:05.000Z</CreationDate><BucketRegion>eu-west-1</BucketRegion></Bucket>
                <Bucket><Name>b.c</Name></Bucket></Buckets><ContinuationToken>t</ContinuationToken>
                </ListAllMyBucketsResult>
                """))
        #expect(page.buckets.map(\.name) == ["a", "b.c"])
        #expect(page.buckets[0].createdAt == time && page.buckets[0].region == "eu-west-1")
        #expect(page.nextToken == "t")
    }

    @Test func `to the parts of an upload tells them`() throws {
        let upload = try StartedUpload(
            body(
                """
                <InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k &amp;</Key><UploadId>u</UploadId>
                </InitiateMultipartUploadResult>
                """), bucket: "b", key: "k &")
        #expect(upload.id == "u")
        let completed = try CompletedUpload(
            body(
                """
                <CompleteMultipartUploadResult><ETag>"x-2"</ETag><ChecksumCRC64NVME>rosUhgp5IIg=</ChecksumCRC64NVME>
                <ChecksumType>FULL_OBJECT</ChecksumType></CompleteMultipartUploadResult>
                """))
        #expect(completed.etag == ETag("x-2") && completed.isWholeChecksum)
        #expect(completed.checksums == ["ChecksumCRC64NVME": "rosUhgp5IIg="])
        let parts = try PartPage(
            body(
                """
                <ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>2</NextPartNumberMarker><Part>
                <PartNumber>2</PartNumber><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>"e"</ETag>
                <Size>5</Size></Part></ListPartsResult>
                """))
        #expect(parts.parts == [.init(number: 2, etag: ETag("e"), size: 5, updatedAt: time)])
        #expect(parts.isTruncated == true && parts.nextMarker == "2")
        let uploads = try KeyedPage<ListedUpload>(
            body(
                """
                <ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
                <NextKeyMarker>a%2Fb</NextKeyMarker><NextUploadIdMarker>u2</NextUploadIdMarker><Upload><Key>a%2Fb</Key>
                <UploadId>u%2F</UploadId><Initiated>2026-01-02T03:04:05.000Z</Initiated></Upload>
                </ListMultipartUploadsResult>
                """))
        #expect(uploads.rows.map(\.key) == ["a/b"] && uploads.rows.map(\.id) == ["u%2F"])
        #expect(uploads.rows[0].startedAt == time && uploads.nextKeyMarker == "a/b")
        #expect(uploads.nextIDMarker == "u2")
    }

    @Test func `to a copy tells what it is`() throws {
        let item = try CopiedItem(
            item: body(
                "<CopyObjectResult><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>\"e\"</ETag></CopyObjectResult>"
            ))
        #expect(item.etag == ETag("e") && item.updatedAt == time)
        #expect(try CopiedItem(part: body("<CopyPartResult><ETag>\"e\"</ETag></CopyPartResult>")).etag == ETag("e"))
        #expect(throws: AnswerError.self) { try CopiedItem(part: body("<CopyPartResult></CopyPartResult>")) }
    }

    @Test func `to a listing of versions tells each and what was deleted`() throws {
        let page = try KeyedPage<ListedVersion>(
            body(
                """
                <ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker>
                <NextVersionIdMarker>1</NextVersionIdMarker><DeleteMarker><Key>a</Key><VersionId>2</VersionId>
                <IsLatest>true</IsLatest></DeleteMarker><Version><Key>a</Key><VersionId>1</VersionId>
                <IsLatest>false</IsLatest><ETag>"e"</ETag><Size>5</Size><StorageClass>STANDARD</StorageClass></Version>
                <Prefix>a</Prefix></ListVersionsResult>
                """))
        #expect(page.rows.map(\.id) == ["2", "1"] && page.rows.map(\.isDeletion) == [true, false])
        #expect(page.rows.map(\.isLatest) == [true, false] && page.rows[1].size == 5)
        #expect(page.nextIDMarker == "1")
        var pages = ListingPages()
        let token = try #require(page.nextToken)
        #expect(try pages.step(isTruncated: page.isTruncated, token: token, isEmpty: false) == .next(token: token))
        #expect(throws: DataError.self) { try pages.step(isTruncated: true, token: token, isEmpty: false) }
    }

    @Test func `to a question for tags names them`() throws {
        let tags = try TagSet(
            body(
                "<Tagging><TagSet><Tag><Key>a b</Key><Value></Value></Tag><Tag><Key>c</Key><Value>d</Value></Tag></TagSet></Tagging>"
            ))
        #expect(tags == TagSet([.init("a b", ""), .init("c", "d")]))
    }

    @Test func `to a deletion tells what became of each key`() throws {
        let answer = try DeletionAnswer(
            body(
                """
                <DeleteResult><Deleted><Key>a</Key><DeleteMarker>true</DeleteMarker></Deleted><Error><Key>b</Key>
                <Code>InternalError</Code><Message>x</Message></Error></DeleteResult>
                """))
        #expect(try answer[DataKey("a")] == .deleted)
        #expect(try answer[DataKey("c")] == .unconfirmed)
        guard case .failed(let failure) = answer[try DataKey("b")] else { Issue.record("it is gone"); return }
        #expect(failure.dataError().retry == .now)
    }

    @Test(arguments: ["AssumeRole", "AssumeRoleWithWebIdentity"])
    func `to a role's question is credentials with an end`(action: String) throws {
        let role = try AssumedRole(
            body(
                """
                <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result><AssumedRoleUser/>
                <Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
                <SessionToken>t</SessionToken><Expiration>2026-01-02T03:04:05Z</Expiration></Credentials>
                </\(action)Result></\(action)Response>
                """), action: action == "AssumeRole" ? .assumeRole : .assumeRoleWithWebIdentity)
        #expect(role.credentials.accessKeyID == "ASIAX" && role.credentials.expiresAt == time)
        #expect(role.credentials.secretAccessKey == Secret("s") && role.credentials.sessionToken == Secret("t"))
    }

    @Test func `that is an error of another service is read too`() {
        let failure = S3Failure(
            status: 403,
            body: body(
                """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
                <Code>ExpiredTokenException</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>
                """))
        #expect(failure.kind == .expiredCredentials && failure.requestID == "r")
    }

    @Test func `that is an error and was cut is told by what came`() {
        let text = "<Error><Code>NoSuchBucket</Code><Message>" + String(repeating: "x", count: 100_000)
        #expect(S3Failure(status: 404, body: body(text)).kind == .noSuchBucket)
        #expect(S3Failure(status: 404, body: body("<Error><Code>NoSuchBuck")).kind == .noSuchKey)
    }

    @Test func `without a body is told by its status and headers`() {
        let failure = S3Failure(status: 301, body: []) {
            ["x-amz-bucket-region": "eu-west-1", "x-amz-request-id": "r"][$0]
        }
        #expect(failure.kind == .otherRegion && failure.region == "eu-west-1" && failure.requestID == "r")
        #expect(S3Failure(status: 404, body: []).kind == .noSuchKey)
        #expect(S3Failure(status: 418, body: []).dataError().message.contains("418"))
    }
}
