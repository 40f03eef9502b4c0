"""The Redis servers under the chaos: one, a master with a replica and Sentinels, or a Cluster. Each
knows how to break itself in ways of its own, and how the gateway is to be told of it.
"""
import subprocess
import time
from pathlib import Path

from child import Child, StageError
from stage import free_port, wait_until


def cli(port: int, *words) -> str:
    """What redis-cli says; errors are words too."""
    ran = subprocess.run(["redis-cli", "-p", str(port), *map(str, words)], capture_output=True,
                         text=True, check=False, timeout=10)
    return ran.stdout.strip()


class Server:
    """One redis-server that keeps every write, on a port that it keeps over restarts."""

    def __init__(self, folder: Path, name: str, *options):
        self.folder, self.name, self.options = folder / name, name, options
        self.folder.mkdir()
        self.port = free_port()
        self.child = None
        self.start()

    def start(self):
        self.child = Child(self.name, [
            "redis-server", "--bind", "127.0.0.1", "--port", self.port, "--dir", self.folder,
            "--save", "", "--appendonly", "yes", "--appendfsync", "everysec",
            "--maxmemory-policy", "noeviction", "--repl-diskless-sync-delay", "0",
            *self.options], self.folder)
        if not wait_until(lambda: cli(self.port, "PING") == "PONG", 20):
            raise StageError(f"{self.name} does not start")


def in_step(server: Server) -> bool:
    return "master_link_status:up" in cli(server.port, "INFO", "replication")


class Standalone:
    """A single server; the stage puts a proxy before it."""

    def __init__(self, folder: Path):
        self.servers = [Server(folder, "redis")]
        self.settings = ""
        self.proxied = True

    def current_master(self) -> Server:
        return self.servers[0]

    def bring_back(self):
        for server in self.servers:
            if not server.child.is_running:
                server.start()

    def stop(self):
        for server in self.servers:
            server.child.stop()


class Sentinels(Standalone):
    """Two servers and three Sentinels; a write counts when the replica has it."""

    def __init__(self, folder: Path):
        master = Server(folder, "redis-a")
        replica = Server(folder, "redis-b", "--replicaof", f"127.0.0.1 {master.port}")
        self.servers = [master, replica]
        if not wait_until(lambda: in_step(replica), 20):
            raise StageError("the replica does not follow")
        self.sentinels, ports = [], []
        for i in range(3):
            port = free_port()
            home = folder / f"sentinel-{i}"
            home.mkdir()
            file = home / "sentinel.conf"
            file.write_text(f"bind 127.0.0.1\nport {port}\ndir {home}\n"
                            f"sentinel monitor jisr 127.0.0.1 {master.port} 2\n"
                            "sentinel down-after-milliseconds jisr 1000\n"
                            "sentinel failover-timeout jisr 5000\n")
            command = ["redis-server", file, "--sentinel"]
            self.sentinels.append(Child(f"sentinel-{i}", command, home))
            ports.append(port)
        self.ports = ports

        def meet(port):
            said = cli(port, "SENTINEL", "master", "jisr")
            return "num-other-sentinels\n2" in said and "num-slaves\n1" in said
        if not wait_until(lambda: all(map(meet, ports)), 30):
            raise StageError("the Sentinels do not see each other")
        nodes = ", ".join(f'"127.0.0.1:{port}"' for port in ports)
        self.settings = (f"  topology: sentinel\n  nodes: [{nodes}]\n  master: jisr\n"
                         "  replicas: 1\n  replica_wait: 200ms\n")
        self.proxied = False

    def current_master(self) -> Server:
        said = cli(self.ports[0], "SENTINEL", "get-master-addr-by-name", "jisr").split()
        return next(server for server in self.servers if str(server.port) == said[1])

    def bring_back(self):
        super().bring_back()
        # The Sentinels make a replica of what comes back; only then may the next one die.
        def whole():
            master = self.current_master()
            others = [server for server in self.servers if server is not master]
            return cli(master.port, "ROLE").startswith("master") and all(map(in_step, others))
        if not wait_until(whole, 60):
            raise StageError("the servers do not find together again")

    def stop(self):
        for child in self.sentinels:
            child.stop()
        super().stop()


class Cluster(Standalone):
    """Three masters with a replica each."""

    def __init__(self, folder: Path):
        self.servers = [
            Server(folder, f"redis-{i}", "--cluster-enabled", "yes", "--cluster-node-timeout",
                   "1500", "--cluster-port", free_port()) for i in range(6)]
        said = subprocess.run(
            ["redis-cli", "--cluster", "create",
             *(f"127.0.0.1:{server.port}" for server in self.servers), "--cluster-replicas", "1",
             "--cluster-yes"], capture_output=True, text=True, check=False, timeout=60)
        if said.returncode != 0:
            raise StageError("redis-cli --cluster create: " + said.stdout[-500:] + said.stderr)
        self._wait_whole()
        nodes = ", ".join(f'"127.0.0.1:{server.port}"' for server in self.servers)
        self.settings = (f"  topology: cluster\n  nodes: [{nodes}]\n"
                         "  replicas: 1\n  replica_wait: 200ms\n")
        self.proxied = False
        self._next = 0

    def _wait_whole(self):
        def whole():
            return all("cluster_state:ok" in cli(server.port, "CLUSTER", "INFO") and
                       (cli(server.port, "ROLE").startswith("master") or in_step(server))
                       for server in self.servers)
        if not wait_until(whole, 60):
            raise StageError("the cluster does not come up")
        time.sleep(0.5)  # the masters' own view of their replicas lags behind

    def current_master(self) -> Server:
        masters = [server for server in self.servers
                   if cli(server.port, "ROLE").startswith("master")]
        self._next += 1
        return masters[self._next % len(masters)]

    def bring_back(self):
        super().bring_back()
        self._wait_whole()


TOPOLOGIES = {"standalone": Standalone, "sentinel": Sentinels, "cluster": Cluster}
