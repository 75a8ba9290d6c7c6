import Glibc

/// `persisty serve` of a folder and of a chunk store that hold the same items.
struct PersistyServer {
    let process: Child
    private let bench: Bench
    private let environment: [String: String]
    private let configuration: String

    init(_ bench: Bench, _ folder: String, _ environment: [String: String]) throws {
        self.bench = bench
        self.environment = environment
        configuration = folder + "/config.toml"
        let port = try LoopbackPort.free()
        try Files.make(
            configuration,
            """
            [[store]]
            name = "docs"
            type = "directory"
            path = "root"
            [[store]]
            name = "vault"
            type = "chunk"
            path = "vault.sqlite"
            # As nginx, which is measured without one too, it writes no line for each request.
            [log]
            level = "warning"

            """)
        let program = bench.options.program
        let key = try bench.run([program, "keys", "new", "k1", "--config", configuration], environment).output
        try Files.make(configuration, try Files.text(configuration) + key + "port = \(port)\n")
        for name in try Files.names(in: folder + "/root") {
            _ = try bench.run(
                [program, "cp", "\(folder)/root/\(name)", "vault:\(name)", "--config", configuration], environment)
        }
        process = try Child(
            Command(
                arguments: [program, "serve", "--config", configuration], environment: environment,
                complaints: folder + "/serve"))
        try LoopbackPort.wait(for: port)
    }

    func link(_ place: String) throws -> String {
        let run = try bench.run([bench.options.program, "url", place, "--config", configuration], environment)
        return String(run.output.split(separator: "\n").first ?? "")
    }
}

/// nginx with `secure_link` (ngx_http_secure_link_module) over a folder.
struct NginxServer {
    let process: Child
    let workers: Int
    private let port: UInt16
    private let bench: Bench

    init(_ bench: Bench, _ folder: String, workers: Int) throws {
        self.bench = bench
        self.workers = workers
        port = try LoopbackPort.free()
        let own = "\(folder)/nginx\(workers)"
        try Files.makeFolder(own)
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(own)/t;" }
        try Files.make(
            own + "/conf",
            """
            \(getuid() == 0 ? "user root;" : "") worker_processes \(workers); daemon off;
            pid \(own)/pid; error_log \(own)/errors error;
            events { worker_connections 4096; }
            http {
                access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; open_file_cache max=1000;
                \(temporary.joined(separator: " "))
                server {
                    listen 127.0.0.1:\(port) backlog=4096; root \(folder)/root;
                    location / {
                        secure_link $arg_sig,$arg_e; secure_link_md5 "$secure_link_expires$uri \(Self.secret)";
                        if ($secure_link = "") { return 403; }
                        if ($secure_link = "0") { return 410; }
                    }
                }
            }
            """)
        process = try Child(
            Command(
                arguments: ["/usr/sbin/nginx", "-c", own + "/conf", "-p", own], environment: [:],
                complaints: own + "/complaints"))
        try LoopbackPort.wait(for: port)
    }

    private static let secret = "topsecret"

    func link(_ key: String) throws -> String {
        let end = time(nil) + 86_400
        let sum = try bench.run(
            [
                "/bin/sh", "-c", "printf %s \"$0\" | openssl md5 -binary | openssl base64 | tr +/ -_ | tr -d =",
                "\(end)/\(key) \(Self.secret)",
            ], ["PATH": "/usr/bin:/bin"])
        let signature = sum.output.split(separator: "\n").first ?? ""
        return "http://127.0.0.1:\(port)/\(key)?sig=\(signature)&e=\(end)"
    }
}
