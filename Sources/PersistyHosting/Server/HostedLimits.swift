/// What a server takes of clients, good and bad. Sizes in bytes.
public struct HostedLimits: Sendable, Hashable {
    /// All header fields of a request together.
    public var head = 16 << 10
    /// One header field, or the target of a request.
    public var field = 8 << 10
    /// How many header fields a request has.
    public var fields = 100
    /// From the connection, or the end of the answer before, to the whole head of a request: so long for the first,
    public var headTime = Duration.seconds(10)
    /// and so long for each that follows on the same connection.
    public var idleTime = Duration.seconds(30)
    /// How many bytes a second of a body come at the least, averaged over ``bodyWindow`` of waiting for them.
    public var bodyRate = 1 << 10
    public var bodyWindow = Duration.seconds(20)
    /// How long a client may take nothing of an answer.
    public var writeStall = Duration.seconds(20)
    /// How many requests one connection has.
    public var requests = 1000
    /// How many connections there are, and from one peer: an IPv4 address, or an IPv6 network of 64 bits. Those from this
    /// machine and from trusted proxies count only to the first, since a proxy stands for many clients.
    public var connections = 512
    public var connectionsOfPeer = 32
    /// How many uploads go on at once, of those that do not come whole in so many bytes.
    public var uploads = 16
    public var shortUpload = 64 << 10
    /// Where there are as many, one that comes slower than ``bodyRate`` over so much waiting makes room for another.
    public var uploadPatience = Duration.milliseconds(250)
    /// The bytes of all uploads under way together, which are no items yet.
    public var staging: Int64 = 10 << 30
    /// What an upload must leave free of a store's file system: so many bytes, and so many hundredths of it.
    public var leastFree: Int64 = 1 << 30
    public var leastFreePercent: Int64 = 5
    /// How many requests a client may make at once, and after which time one more each: an IPv4 address, or an IPv6
    /// network of 64 bits. This machine may make any number.
    public var requestBurst = 100
    public var requestInterval = Duration.milliseconds(50)
    /// The same of requests whose token is none.
    public var badTokenBurst = 10
    public var badTokenInterval = Duration.seconds(6)
    /// How long what is under way may go on after the server was told to stop.
    public var drainTime = Duration.seconds(30)

    /// The limits that the server has unless it is told otherwise.
    public init() {}
}
