import Hummingbird

/// The one page there is, with its script and its style beside it.
enum Page {
    static let style = file(PackageResources.page_css, "text/css; charset=utf-8")
    static let script = file(PackageResources.page_js, "text/javascript; charset=utf-8")

    /// The page, which sends images to the origin `store`, and shows those from there; nothing comes from anywhere else.
    static func page(store: String) -> Response {
        var page = file(PackageResources.page_html, "text/html; charset=utf-8")
        page.headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' \(store); "
            + "connect-src 'self' \(store); base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
        return page
    }

    private static func file(_ bytes: [UInt8], _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .xContentTypeOptions: "nosniff", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
