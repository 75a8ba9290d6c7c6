import Glibc
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension AttemptError {
    /// What an error of the libraries below means.
    init(sending error: any Error) {
        switch error {
        case let error as AttemptError: self = error
        case is CancellationError: self.init(.cancelled)
        case let error as HTTPClientError: self.init(client: error)
        case let error as NIOConnectionError: self.init(Self.kind(error), Self.reason(error))
        case let error as IOError:
            self.init(
                [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH].contains(error.errnoCode) ? .unreachable : .broken,
                Self.words(error))
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self.init(.untrusted, Self.words(tls: error))
        case let error as ChannelError:
            if case .connectTimeout = error { self.init(.timedOut, "connecting") } else { self.init(.broken) }
        case HTTPParserError.invalidEOFState: self.init(.broken, "it ended early")
        case is HTTPParserError: self.init(.malformed, "it is not HTTP")
        default: self.init(.broken, "\(error)")
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .cancelled: self.init(.cancelled)
        case .remoteConnectionClosed: self.init(.closed)
        case .connectTimeout, .getConnectionFromPoolTimeout: self.init(.timedOut, "connecting")
        case .readTimeout: self.init(.timedOut, "waiting for the answer")
        case .writeTimeout: self.init(.timedOut, "sending")
        case .deadlineExceeded: self.init(.timedOut)
        case .tlsHandshakeTimeout: self.init(.timedOut, "TLS")
        case .invalidProxyResponse, .proxyAuthenticationRequired, .httpProxyHandshakeTimeout,
            .socksHandshakeTimeout:
            self.init(.unreachable, "the proxy refused: \(error.shortDescription)")
        case .uncleanShutdown: self.init(.broken)
        default: self.init(.malformed, error.shortDescription)
        }
    }

    private static func kind(_ error: NIOConnectionError) -> Kind {
        error.connectionErrors.contains { ($0.error as? ChannelError).map(isTimeout) == true }
            ? .timedOut : .unreachable
    }

    private static func isTimeout(_ error: ChannelError) -> Bool {
        if case .connectTimeout = error { true } else { false }
    }

    private static func reason(_ error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first {
            return (first.error as? IOError).map(words) ?? ""
        }
        return error.dnsAError != nil || error.dnsAAAAError != nil ? "the name is not known" : ""
    }

    /// The library's own words are of its insides.
    private static func words(tls error: any Error) -> String {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "its certificate has expired, or nobody trusted here signed it"
        }
        if error is NIOSSLExtraError { return "its certificate is for another name" }
        return text.contains("WRONG_VERSION_NUMBER") ? "it does not speak TLS" : "no TLS connection came about"
    }

    private static func words(_ error: IOError) -> String { String(cString: strerror(error.errnoCode)) }
}
