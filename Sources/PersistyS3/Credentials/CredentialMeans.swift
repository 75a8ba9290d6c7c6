package import PersistyData

/// What credentials are found with.
package struct CredentialMeans: Sendable {
    /// The variables of the environment, which programs inherit.
    package var variables: AWSVariables
    /// The home folder; `nil` when nobody knows it.
    package var home: String?
    /// The clock that signs and that ends are compared with.
    package var now: @Sendable () -> Timestamp
    /// How long a program may take that prints credentials.
    package var commandLimit = Duration.seconds(60)
    /// Sends the requests.
    package var exchange: CredentialExchange

    /// Means of finding credentials.
    package init(
        environment: [String: String], home: String?, now: @escaping @Sendable () -> Timestamp = { .now },
        exchange: @escaping CredentialExchange
    ) {
        variables = AWSVariables(environment)
        self.home = home
        self.now = now
        self.exchange = exchange
    }
}

/// Sends one request for credentials and gives the answer to it.
///
/// It sends exactly what the request says, follows no redirect, uses no proxy and tries nothing again. It throws
/// ``DataError/Code/unavailable`` when no connection comes about or one breaks, ``DataError/Code/timedOut`` when the answer
/// is not whole in time, and ``DataError/Code/tooLarge`` when its body has more than ``CredentialAnswer/greatestBody``.
package typealias CredentialExchange = @Sendable (CredentialRequest) async throws(DataError) -> CredentialAnswer

extension S3CredentialSetting {
    /// The credentials of this setting. Nothing is looked at before somebody asks for them, and all of it anew each time
    /// that they are fetched: files and variables of the environment change.
    package func provider(_ means: CredentialMeans) -> any CredentialProvider {
        let fetch = CredentialFetch(means)
        return RefreshingCredentials(now: means.now) { () async throws(DataError) in
            try await fetch.credentials(of: self)
        }
    }
}
