import Hummingbird

/// The one page there is.
enum Page {
    /// Images come from wherever the store is; nothing else comes from anywhere else.
    private static let policy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; img-src * blob:; "
        + "connect-src *; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"

    static let response = Response(
        status: .ok,
        headers: [
            .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff",
            .cacheControl: "no-cache",
        ],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.page_html)))
}
