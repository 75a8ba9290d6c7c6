extension S3Client {
    /// Makes a bucket in the region that is set up.
    package func createBucket(_ bucket: String) async throws(RequestError) {
        var request = S3Request("PUT", bucket: bucket)
        // "us-east-1" is where buckets are made that name no region, and no region to name ("CreateBucket").
        if let region = endpoint.region, region != "us-east-1", endpoint.address == nil {
            var text = XMLText()
            text.element("CreateBucketConfiguration") { $0.element("LocationConstraint", region) }
            request.body = S3Body(text.bytes)
        }
        _ = try await send(request)
    }

    /// Deletes a bucket that is empty.
    package func deleteBucket(_ bucket: String) async throws(RequestError) {
        _ = try await send(S3Request("DELETE", bucket: bucket))
    }
}
