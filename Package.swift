// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors where the project tests itself; a newer compiler's warning breaks nobody's build.
let isStrict = Context.environment["PERSISTY_STRICT"] != nil

let settings: [SwiftSetting] =
    (isStrict ? [.treatAllWarnings(as: .error)] : []) + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]

let package = Package(
    name: "persisty",
    products: [
        .executable(name: "persisty", targets: ["persisty"]),
        .executable(name: "messenger", targets: ["Messenger"]),
        .library(name: "PersistyData", targets: ["PersistyData"]),
        .library(name: "PersistyDirectory", targets: ["PersistyDirectory"]),
        .library(name: "PersistyChunk", targets: ["PersistyChunk"]),
        .library(name: "PersistyS3", targets: ["PersistyS3"]),
        .library(name: "PersistyHosting", targets: ["PersistyHosting"]),
        .library(name: "PersistyTransfer", targets: ["PersistyTransfer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Floor 0: what Swift cannot say itself
        .target(name: "CChecksum"),
        .target(name: "CLinux"),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CQREncode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "CTerminal"),

        // Floor 1: values and contracts
        .target(
            name: "PersistyData",
            dependencies: [
                "CChecksum",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .target(name: "TerminalUI"),

        // Floor 2: stores and transfers; no store knows another
        .target(
            name: "PersistyDirectory",
            dependencies: [
                "CLinux", "PersistyData",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "PersistyChunk",
            dependencies: [
                "CLinux", "PersistyData",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "PersistyS3",
            dependencies: [
                "CChecksum", "CLinux", "PersistyData",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(
            name: "PersistyHosting",
            dependencies: [
                "CLinux", "PersistyData",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .target(name: "PersistyTransfer", dependencies: ["PersistyData"]),

        // Floor 3: faces
        .target(name: "Browser", dependencies: ["PersistyData", "PersistyTransfer", "TerminalUI"]),
        .target(name: "NcursesTerminal", dependencies: ["CNcurses", "CTerminal", "TerminalUI"]),
        .target(
            name: "PersistyConfiguration",
            dependencies: ["PersistyData", "TerminalUI", .product(name: "TOMLKit", package: "TOMLKit")]
        ),

        // Floor 3.5: stores of all kinds, as they were set up, for every program that has a configuration
        .target(
            name: "PersistyOpening",
            dependencies: [
                "PersistyChunk", "PersistyConfiguration", "PersistyData", "PersistyDirectory", "PersistyS3",
                "TerminalUI",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        // Floor 4: the program
        .executableTarget(
            name: "persisty",
            dependencies: [
                "Browser", "CQREncode", "NcursesTerminal", "PersistyChunk", "PersistyConfiguration", "PersistyData",
                "PersistyHosting", "PersistyOpening", "PersistyS3", "PersistyTransfer", "TerminalUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        // The example, by which the library is learnt
        .executableTarget(
            name: "Messenger",
            dependencies: [
                "PersistyChunk", "PersistyConfiguration", "PersistyData", "PersistyHosting", "PersistyOpening",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [.embedInCode("page.css"), .embedInCode("page.html"), .embedInCode("page.js")]
        ),

        // Tests: one beside each target, and what they share
        .target(
            name: "PersistyTestSupport",
            dependencies: ["PersistyData", .product(name: "NIOCore", package: "swift-nio")],
            path: "Tests/PersistyTestSupport"
        ),
        .target(name: "FaultPoints", path: "Tests/FaultPoints"),
        // A server before another, for what goes wrong between a client and a service.
        .target(
            name: "FaultProxy",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/FaultProxy"
        ),
        // The servers that Tests/Servers/run starts, as the tests see them.
        .target(
            name: "S3TestSupport",
            dependencies: ["PersistyData", "PersistyS3", "PersistyTestSupport"],
            path: "Tests/S3TestSupport"
        ),
        // Those that links are for, as people have them: a shell with curl, and a web browser.
        .target(
            name: "ClientSupport",
            dependencies: ["PersistyTestSupport"],
            path: "Tests/ClientSupport"
        ),
        // What the programs have in common that tests run and kill.
        .target(
            name: "ToolSupport",
            dependencies: ["PersistyData", .product(name: "NIOCore", package: "swift-nio")],
            path: "Tests/ToolSupport"
        ),
        .executableTarget(
            name: "fault-tool",
            dependencies: [
                "FaultPoints", "PersistyData", "PersistyDirectory", "ToolSupport",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/FaultTool"
        ),
        .testTarget(
            name: "PersistyDirectoryTests",
            dependencies: [
                "CLinux", "PersistyData", "PersistyDirectory", "PersistyTestSupport",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "PersistyStoresTests",
            dependencies: [
                "PersistyChunk", "PersistyData", "PersistyDirectory", "PersistyTestSupport",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "PersistyDataTests",
            dependencies: [
                "PersistyData", "PersistyTestSupport", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "PersistyConfigurationTests", dependencies: ["PersistyConfiguration", "TerminalUI"]),
        .testTarget(
            name: "PersistyTests",
            dependencies: [
                "Browser", "HostingTestSupport", "persisty", "PersistyChunk", "PersistyConfiguration", "PersistyData",
                "PersistyDirectory", "PersistyHosting", "PersistyOpening", "PersistyS3", "PersistyTestSupport",
                "PersistyTransfer",
                "TerminalUI",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "BrowserTests",
            dependencies: ["Browser", "PersistyData", "PersistyTestSupport", "PersistyTransfer", "TerminalUI"],
            exclude: ["Screens"]
        ),
        .testTarget(
            name: "PersistyS3Tests",
            dependencies: [
                "CChecksum", "PersistyData", "PersistyS3", "PersistyTestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Fixtures"]
        ),
        // Beside real servers, which Tests/Servers/run starts.
        .testTarget(
            name: "PersistyS3StoreTests",
            dependencies: [
                "ClientSupport", "PersistyData", "PersistyS3", "PersistyTestSupport", "S3TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        // What goes wrong between a store and a real server. By themselves: they measure time.
        .testTarget(
            name: "PersistyS3FaultTests",
            dependencies: [
                "FaultProxy", "PersistyData", "PersistyS3", "PersistyTestSupport", "S3TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Certificates"]
        ),
        // A hosted server that tests run and kill.
        .executableTarget(
            name: "hosting-tool",
            dependencies: [
                "PersistyChunk", "PersistyData", "PersistyDirectory", "PersistyHosting",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/HostingTool"
        ),
        // That server, and clients that send exactly what they are told.
        .target(
            name: "HostingTestSupport",
            dependencies: ["PersistyData", "PersistyHosting", "hosting-tool"],
            path: "Tests/HostingTestSupport"
        ),
        // Good clients beside many bad ones. By themselves: they measure time.
        .testTarget(
            name: "PersistyHostingLoadTests",
            dependencies: ["HostingTestSupport", "PersistyData", "PersistyDirectory", "PersistyTestSupport"]
        ),
        .testTarget(
            name: "PersistyHostingTests",
            dependencies: [
                "HostingTestSupport", "hosting-tool",
                "PersistyChunk", "PersistyData", "PersistyDirectory", "PersistyHosting", "PersistyTestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "PersistyTransferTests",
            dependencies: [
                "PersistyData", "PersistyTestSupport", "PersistyTransfer",
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        // Links of all stores, and the example on a bucket, in curl and a web browser; beside real servers. By themselves: a
        // browser leaves others little of the machine.
        .testTarget(
            name: "LinkClientTests",
            dependencies: [
                "ClientSupport", "Messenger", "PersistyChunk", "PersistyData", "PersistyDirectory", "PersistyHosting",
                "PersistyS3", "PersistyTestSupport", "S3TestSupport", .product(name: "Logging", package: "swift-log"),
            ]
        ),
        // The example in a web browser.
        .testTarget(
            name: "MessengerTests",
            dependencies: [
                "ClientSupport", "Messenger", "PersistyChunk", "PersistyData", "PersistyDirectory",
                "PersistyTestSupport",
            ]
        ),
        .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI"]),
        .testTarget(
            name: "NcursesTerminalTests",
            dependencies: ["CNcurses", "NcursesTerminal", "TerminalProbe", "TerminalUI"]
        ),
        // A program that only takes a terminal, for the tests to end in every way.
        .executableTarget(
            name: "TerminalProbe",
            dependencies: ["NcursesTerminal", "TerminalUI"],
            path: "Tests/TerminalProbe"
        ),
        .testTarget(
            name: "PersistyChunkTests",
            dependencies: [
                "PersistyChunk", "PersistyData", "PersistyTestSupport", "chunk-tool",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Fixtures"]
        ),
        .executableTarget(
            name: "chunk-tool",
            dependencies: [
                "PersistyChunk", "PersistyData", "ToolSupport", .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/ChunkTool"
        ),
        // Measures the program beside its peers: .ci/benchmark
        .executableTarget(name: "persisty-benchmark", path: "Tests/Benchmark", exclude: ["S3"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system { target.swiftSettings = settings }
