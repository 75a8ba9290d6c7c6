/// The plainest store of chunks in SQLite, in Python: chunks of 256 KiB in a WAL, no digests.
enum PlainStore {
    static let program = """
        import os, sqlite3, sys
        task, database, folder = sys.argv[1:]
        connection = sqlite3.connect(database, isolation_level=None)
        run = connection.execute
        if task == "import":
            for pragma in ("page_size=4096", "journal_mode=wal", "synchronous=normal", "cache_size=-65536"):
                run("pragma " + pragma)
            run("create table item(id integer primary key, name text unique, size int, modified int)")
            run("create table chunk(id integer primary key, data blob)")
            waiting = 0
            run("begin")
            for number, name in enumerate(sorted(os.listdir(folder))):
                path = os.path.join(folder, name)
                status = os.stat(path)
                run("insert into item values(?,?,?,?)", (number, name, status.st_size, status.st_mtime_ns))
                with open(path, "rb", buffering=0) as file:
                    place = 0
                    while data := file.read(256 << 10):
                        run("insert into chunk values(?,?)", (number << 32 | place, data))
                        place += 1
                        waiting += len(data)
                        if waiting >= 64 << 20:
                            run("commit")
                            run("begin")
                            waiting = 0
            run("commit")
        else:
            for number, name in run("select id, name from item order by id").fetchall():
                with open(os.path.join(folder, name), "wb", buffering=0) as file:
                    chunks = "select data from chunk where id between ? and ? order by id"
                    for (data,) in run(chunks, (number << 32, number << 32 | 0xffffffff)):
                        file.write(data)
        connection.close()
        """

    static func command(_ task: String, _ database: String, _ folder: String) -> [String] {
        ["python3", "-c", program, task, database, folder]
    }
}
