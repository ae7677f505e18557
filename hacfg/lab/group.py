"""A simulated group: the settings of its units and the HA model, kept as one."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from hacfg.fortimail.dialect import Scope
from hacfg.fortimail.ha import Group, RefusedByUnit, Unit, World, leader
from hacfg.fortimail.ha.meaning import Cabling, Meaning, meaning_of, put
from hacfg.fortimail.ha.settings import address_of, bare, kind_of
from hacfg.fortimail.ha.state import Kind, change, hears
from hacfg.fortimail.ha.writes import (
    join,
    refuse_on_secondary,
    restore,
    set_backup,
    set_mode,
)
from hacfg.fortimail.sharing import is_shared_table, shared_names
from hacfg.lab.config import LabConfig, LabState
from hacfg.lab.engine import Engine
from hacfg.lab.readings import JOIN_REPLACES_ACCOUNTS, READINGS, UNPROVED_SHARED
from hacfg.lab.saved import Secrets, make_tree, make_unit, save
from hacfg.lab.sharing import HA_DOCUMENT, copy_kind, copy_shared
from hacfg.lab.tree import INVALID, Row, Tree
from hacfg.state import Value

LAB_ONLY: Final = frozenset({UNPROVED_SHARED})


class LabGroup:
    """All units of one simulated group."""

    def __init__(self, config: LabConfig, secrets: Secrets) -> None:
        self.names = [unit.name for unit in config.units]
        self.readings = frozenset(config.readings) & frozenset(READINGS)
        state = config.state or LabState(units={})
        self.accounts = self._start_accounts(config, state, secrets)
        self.trees = {
            unit.name: make_tree(unit, state.units.get(unit.name), secrets) for unit in config.units
        }
        self._plugged = {unit.name: unit.cables for unit in config.units}
        self.cables = self._all_cables()
        self._passwords: dict[Value, str] = {}
        self.engine = Engine(*self._start(state), self._moved, config.seed)
        if any(name not in state.units or state.units[name].ha is None for name in self.names):
            self.engine.settle()

    def _start_accounts(
        self, config: LabConfig, state: LabState, secrets: Secrets
    ) -> dict[str, dict[str, str]]:
        """Return the administrator accounts of each unit; a first sync may have replaced them."""
        own = {
            unit.name: {name: secrets[slot] for name, slot in unit.accounts.items()}
            for unit in config.units
        }
        held = {name: found.ha.account for name, found in state.units.items() if found.ha}
        return {name: dict(own.get(held.get(name, name), own[name])) for name in own}

    def _start(self, state: LabState) -> tuple[World, Group]:
        kind = self._kind(self.trees)
        units = tuple(
            make_unit(tree, self._meaning(tree, kind), found.ha if found else None)
            for name, tree in self.trees.items()
            for found in [state.units.get(name)]
        )
        links = tuple(cable not in state.cut for cable in self.cables)
        shared = all(tree.generation == "shared" for tree in self.trees.values())
        world = World("shared" if shared else "per-unit", self.readings - LAB_ONLY)
        return world, Group(units, links, frozenset(state.sent), kind)

    def _all_cables(self) -> list[str]:
        found = {
            self._plugged[name].get(port, port)
            for name, tree in self.trees.items()
            for port in tree.rows("ha_interface")
        }
        return sorted(found, key=lambda cable: (cable not in {"primary", "secondary"}, cable))

    def _kind(self, trees: Mapping[str, Tree]) -> Kind:
        return "farm" if "farm" in {kind_of(tree) for tree in trees.values()} else "pair"

    def _meaning(self, tree: Tree, kind: Kind) -> Meaning:
        # The model compares passwords only, so it gets a stand-in for each.
        password = tree.value("ha", "password")
        word = self._passwords.setdefault(password, f"password {len(self._passwords)}")
        return meaning_of(tree, Cabling(self.cables, self._plugged[tree.name]), word, kind)

    @property
    def group(self) -> Group:
        """The group as the model sees it."""
        return self.engine.group

    def index(self, name: str) -> int:
        """Return the place of a unit in the model."""
        if name not in self.names:
            raise RefusedByUnit(f"there is no unit {name}; there are {', '.join(self.names)}")
        return self.names.index(name)

    def is_reachable(self, name: str) -> bool:
        """Tell whether a unit has power and its API answers."""
        unit = self.group.units[self.index(name)]
        return unit.up and unit.api

    def update(self, name: str, kind: str, key: str, changes: Mapping[str, Value]) -> None:
        """Set attributes of a resource."""
        tree = self._tree(name).copy()
        tree.update(kind, key, changes)
        self._commit(name, tree, list(shared_names(tree.dialect, kind, changes)))

    def create(self, name: str, kind: str, key: str, values: Mapping[str, Value]) -> str:
        """Add a row, return its key."""
        tree = self._tree(name).copy()
        made = tree.create(kind, key, values)
        self._commit(name, tree, self._shared_rows(tree, kind))
        return made

    def delete(self, name: str, kind: str, key: str) -> None:
        """Take a row away."""
        tree = self._tree(name).copy()
        tree.delete(kind, key)
        self._commit(name, tree, self._shared_rows(tree, kind))

    def act(self, name: str, action: str, arguments: Mapping[str, str]) -> None:
        """Do an action of the dialect."""
        actions: dict[str, Callable[[str, Mapping[str, str]], None]] = {
            "join": self._join,
            "restore": self._restore,
        }
        if action not in actions:
            raise RefusedByUnit(f"Unknown action {action}", INVALID)
        actions[action](name, arguments)

    def mark(self) -> Callable[[], None]:
        """Return what puts everything back as it is now."""
        # Neither a tree nor a unit's accounts are ever changed in place.
        trees, accounts, back = dict(self.trees), dict(self.accounts), self.engine.mark()

        def put_back() -> None:
            self.trees, self.accounts = dict(trees), dict(accounts)
            back()

        return put_back

    def save(self) -> LabState:
        """Return everything worth saving; secrets are masked."""
        units = dict(zip(self.names, self.group.units, strict=True))
        plugged = zip(self.cables, self.group.links, strict=True)
        cut = [cable for cable, up in plugged if not up]
        return save(self.trees, units, cut, sorted(self.group.sent))

    def _tree(self, name: str) -> Tree:
        self.index(name)
        return self.trees[name]

    @property
    def _scopes(self) -> frozenset[Scope]:
        synchronised = UNPROVED_SHARED in self.readings
        return frozenset({"group", "unproved"} if synchronised else {"group"})

    def _shared_rows(self, tree: Tree, kind: str) -> list[str]:
        return [kind] if is_shared_table(tree.dialect, kind) else []

    def _commit(self, name: str, tree: Tree, shared: Iterable[str]) -> None:
        """Put changed settings in force, or raise RefusedByUnit with nothing changed."""
        index, kind, names = self.index(name), self.group.kind, list(shared)
        for attribute in names:
            refuse_on_secondary(self.group, index, attribute)
        change = (self._meaning(self.trees[name], kind), self._meaning(tree, kind))
        is_edited = tree.kinds != self.trees[name].kinds
        group = put(self.engine.world, self.group, index, change, names if is_edited else ())
        self.trees = {**self.trees, name: tree}
        self.engine.put(group)

    def _restore(self, name: str, _: Mapping[str, str]) -> None:
        self.engine.put(restore(self.engine.world, self.group, self.index(name)))

    def _join(self, name: str, arguments: Mapping[str, str]) -> None:
        """Join a group: its HA document is copied, its member table gains a row."""
        tree, index = self._tree(name).copy(), self.index(name)
        address = arguments["primary_ip"]
        primary = self._primary_at(address)
        tree.update("ha", "", {"password": arguments["password"]})
        word = self._meaning(tree, self.group.kind).hb.password
        group = join(self.engine.world, self.group, index, primary, word)
        own = address_of(tree, address)
        first = self.trees[self.names[primary]].copy()
        tree.member = arguments["unit"]
        row: Row = {
            "role": "secondary",
            "primary_backup": arguments.get("primary_backup") == "true",
            "address": own,
        }
        if tree.member in first.rows("ha_member"):
            first.update("ha_member", tree.member, row)
        else:
            first.create("ha_member", tree.member, row)
        for kind in HA_DOCUMENT:
            copy_kind(first, tree, kind, self._scopes)
        tree.update("ha", "", {"enabled": True})
        self.trees = {**self.trees, name: tree, first.name: first}
        self.engine.put(set_backup(group, index, backup=row["primary_backup"] is True))

    def _primary_at(self, address: str) -> int:
        for index, tree in enumerate(self.trees.values()):
            own = {bare(row.get("address")) for row in tree.rows("interface").values()}
            if address in own:
                return index
        raise RefusedByUnit("Failed to join: the primary does not answer")

    def _moved(self, before: Group, after: Group) -> Group:
        """Copy settings where a move of the model copied a configuration."""
        world = self.engine.world
        for index, name in enumerate(self.names):
            source = leader(world, before, index)
            if source is None or not _is_copied(before.units[index], after.units[index]):
                continue
            tree, first = self.trees[name].copy(), self.names[source]
            copy_shared(self.trees[first], tree, self._scopes)
            self._replace_accounts(first, name, tree, is_first=before.units[index].eff == "joining")
            self.trees[name] = tree
            # From 7.6 the roles are part of what is shared (that they act at once is inferred).
            after = self._meant(after, index, self._meaning(tree, after.kind))
        return after

    def _meant(self, group: Group, index: int, meaning: Meaning) -> Group:
        """Put in force what a copied configuration says of the unit itself."""
        group = change(group, index, hb=meaning.hb, backup=meaning.backup, watch=meaning.watch)
        return set_mode(group, index, meaning.conf)

    def _replace_accounts(self, first: str, name: str, tree: Tree, *, is_first: bool) -> None:
        if is_first and JOIN_REPLACES_ACCOUNTS in self.readings:
            self.accounts[name] = dict(self.accounts[first])
            tree.kinds["admin"] = dict(self.trees[first].rows("admin"))

    def hears_on(self, name: str, port: str) -> bool:
        """Tell whether a unit hears any other one on the cable of a port."""
        index, cable = self.index(name), self._plugged[name].get(port, port)
        only = tuple(
            up and cable == other for other, up in zip(self.cables, self.group.links, strict=True)
        )
        group = self.group._replace(links=only)
        return any(
            hears(self.engine.world, group, index, other) for other in range(len(self.names))
        )


def _is_copied(before: Unit, after: Unit) -> bool:
    """Tell whether a configuration was copied; after a split two of one version may differ."""
    return before.cfg != after.cfg or (before.eff, after.eff) == ("joining", "secondary")
