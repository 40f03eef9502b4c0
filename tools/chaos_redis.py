"""The Redis servers under the chaos: one, a master with a replica and Sentinels, or a Cluster. Each
knows how to break itself in ways of its own, and how the gateway is to be told of it.
"""
import random
import re
import subprocess
import time
from pathlib import Path

from child import Child, StageError
from stage import free_port, wait_until

_DISK_MB = 512  # of each server, where a small disk can be mounted


def cli(port: int, *words) -> str:
    """What redis-cli says; errors are words too."""
    try:
        ran = subprocess.run(["redis-cli", "-p", str(port), *map(str, words)], capture_output=True,
                             text=True, check=False, timeout=10)
    except subprocess.TimeoutExpired:
        return ""  # it is paused, or on its way out
    return ran.stdout.strip()


def mount_small_disk(folder: Path) -> bool:
    """A disk in memory that can be filled; False without the right to mount one."""
    ran = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK_MB}m", "tmpfs", folder],
                         capture_output=True, check=False)
    return ran.returncode == 0


class Server:
    """One redis-server that keeps every write, with a port, a disk and a file of settings that it
    keeps over restarts."""

    def __init__(self, folder: Path, name: str, *options):
        self.folder, self.name = folder / name, name
        self.folder.mkdir()
        self.has_small_disk = mount_small_disk(self.folder)
        self.port = free_port()
        self._file = folder / f"{name}.conf"  # not on the disk that fills
        self._file.write_text(self._configuration(options))
        self.child = None
        self.start()

    def _configuration(self, options) -> str:
        return "\n".join([
            "bind 127.0.0.1", f"port {self.port}", f"dir {self.folder}", 'save ""',
            "appendonly yes", "appendfsync everysec", "maxmemory-policy noeviction",
            "repl-diskless-sync-delay 0",
            "rdbcompression no",  # what is written can be read by whoever looks for a name
            *options, ""])

    def start(self, *options):
        """As it was left: a Sentinel writes into the file whose replica a server is now. The bound
        on memory is none of that; a Sentinel may have written it down while it was tight."""
        command = ["redis-server", self._file, "--maxmemory", 0, *options]
        self.child = Child(self.name, command, self.folder)
        if not wait_until(lambda: cli(self.port, "PING") == "PONG", 20):
            raise self.child.failure("does not start")

    def fill_disk(self):
        """Not a byte is left; /dev/zero ends with the disk."""
        subprocess.run(["dd", "if=/dev/zero", f"of={self.folder}/filling", "bs=1M"],
                       capture_output=True, check=False)

    def free_disk(self):
        (self.folder / "filling").unlink(missing_ok=True)

    def rewrites(self) -> int:
        """How often its append-only file was written anew, or began to be."""
        return int(self.persistence("aof_rewrites") or 0)

    def persistence(self, name: str) -> str:
        """What INFO says of its append-only file; empty when it does not answer."""
        found = re.search(rf"^{name}:(\S+)", cli(self.port, "INFO", "persistence"), re.MULTILINE)
        return found[1] if found else ""

    def has_not_written_anew(self, before: int) -> bool:
        """Since there were so many, and to the end."""
        return self.rewrites() <= before or self.persistence("aof_rewrite_in_progress") != "0"

    def stop(self):
        self.child.stop()
        if self.has_small_disk:
            subprocess.run(["umount", self.folder], capture_output=True, check=False)


def in_step(server: Server) -> bool:
    return "master_link_status:up" in cli(server.port, "INFO", "replication")


class Standalone:
    """A single server; the stage puts a proxy before it."""
    own_faults = ()

    def __init__(self, folder: Path):
        self.servers = [Server(folder, "redis")]
        self.settings = ""
        self.proxied = True

    @property
    def has_small_disks(self) -> bool:
        return all(server.has_small_disk for server in self.servers)

    def current_master(self) -> Server:
        return self.servers[0]

    def start_missing(self):
        for server in self.servers:
            if not server.child.is_running:
                server.start()

    def is_whole(self) -> bool:
        """Every server is there, serves and follows."""
        return cli(self.servers[0].port, "PING") == "PONG"

    def described(self) -> str:
        """What each server says it is, for whoever has to find out why they are not whole."""
        return "; ".join(f"{server.name}: {' '.join(cli(server.port, 'ROLE').split()[:5])}"
                         for server in self.servers)

    def mend(self):
        """Whatever may have been broken is as before; is_whole() may take its time."""
        for server in self.servers:
            server.child.resume()
            server.free_disk()
        self.start_missing()
        for server in self.servers:
            cli(server.port, "CONFIG", "SET", "maxmemory", "0")

    def stop(self):
        for server in self.servers:
            server.stop()


class Sentinels(Standalone):
    """Two servers and three Sentinels; a write counts when the replica has it. A second replica
    would lose some: the old master goes on with one while the other is made master."""
    own_faults = ("sentinel_failover",)

    def __init__(self, folder: Path):
        master = Server(folder, "redis-a")
        replica = Server(folder, "redis-b", f"replicaof 127.0.0.1 {master.port}")
        self.servers = [master, replica]
        self._master = master
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
        for port in self.ports:
            said = cli(port, "SENTINEL", "get-master-addr-by-name", "jisr").split()
            for server in self.servers:
                if str(server.port) in said:
                    self._master = server
                    return server
        return self._master  # whom they named last

    def start_missing(self):
        """As docs/operations.md has it: a server that comes back follows whom the Sentinels name.
        It would believe itself master until they correct it, after eight seconds."""
        for server in self.servers:
            if server.child.is_running:
                continue
            master = self.current_master()
            follows = () if master is server else ("--replicaof", f"127.0.0.1 {master.port}")
            server.start(*follows)

    def is_whole(self) -> bool:
        # The Sentinels make a replica of what comes back; only then may the next one die.
        master = self.current_master()
        others = [server for server in self.servers if server is not master]
        return (cli(master.port, "ROLE").startswith("master") and all(map(in_step, others)) and
                all("flags\nmaster\n" in cli(port, "SENTINEL", "master", "jisr")
                    for port in self.ports))

    def sentinel_failover(self):
        """As an administrator does it, to work on a server."""
        cli(self.ports[1], "SENTINEL", "FAILOVER", "jisr")

    def stop(self):
        for child in self.sentinels:
            child.stop()
        super().stop()


class Cluster(Standalone):
    """Three masters with a replica each."""
    own_faults = ("cluster_failover", "cluster_slots_moved")

    def __init__(self, folder: Path):
        self.servers = [
            Server(folder, f"redis-{i}", "cluster-enabled yes", "cluster-node-timeout 1500",
                   f"cluster-port {free_port()}", "cluster-require-full-coverage no")
            for i in range(6)]
        said = subprocess.run(
            ["redis-cli", "--cluster", "create",
             *(f"127.0.0.1:{server.port}" for server in self.servers), "--cluster-replicas", "1",
             "--cluster-yes"], capture_output=True, text=True, check=False, timeout=60)
        if said.returncode != 0:
            raise StageError("redis-cli --cluster create: " + said.stdout[-500:] + said.stderr)
        if not wait_until(self.is_whole, 60):
            raise StageError("the cluster does not come up")
        time.sleep(0.5)  # the masters' own view of their replicas lags behind
        nodes = ", ".join(f'"127.0.0.1:{server.port}"' for server in self.servers)
        self.settings = (f"  topology: cluster\n  nodes: [{nodes}]\n"
                         "  replicas: 1\n  replica_wait: 200ms\n")
        self.proxied = False
        self._next = 0
        self._random = random.Random(len(self.servers))

    def is_whole(self) -> bool:
        return all("cluster_state:ok" in cli(server.port, "CLUSTER", "INFO") and
                   (cli(server.port, "ROLE").startswith("master") or in_step(server))
                   for server in self.servers)

    def _masters(self) -> list:
        return [server for server in self.servers
                if cli(server.port, "ROLE").startswith("master")]

    def current_master(self) -> Server:
        masters = self._masters() or self.servers  # none says so while they vote
        self._next += 1
        return masters[self._next % len(masters)]

    def cluster_failover(self):
        """A replica takes over, as an administrator asks it to."""
        replicas = [server for server in self.servers if in_step(server)]
        if replicas:
            cli(self._random.choice(replicas).port, "CLUSTER", "FAILOVER")

    def cluster_slots_moved(self):
        """Some slots move from one master to another while they are in use."""
        masters = self._masters()
        if len(masters) < 2:
            return
        giver, taker = self._random.sample(masters, 2)
        names = [cli(server.port, "CLUSTER", "MYID") for server in (giver, taker)]
        subprocess.run(["redis-cli", "--cluster", "reshard", f"127.0.0.1:{giver.port}",
                        "--cluster-from", names[0], "--cluster-to", names[1],
                        "--cluster-slots", "40", "--cluster-yes"],
                       capture_output=True, check=False, timeout=60)


TOPOLOGIES = {"standalone": Standalone, "sentinel": Sentinels, "cluster": Cluster}
