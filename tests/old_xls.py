"""Old Excel files (.xls) for the tests: no library of the project writes them, platforms still do."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_xls(name, rows):
    """Make an .xls of one sheet of texts: a BIFF8 stream in a compound file of one FAT."""
    globals_length = len(_beginning(5)) + len(_sheet_named(name, 0)) + len(_record(0x000A, b""))
    workbook = _beginning(5) + _sheet_named(name, globals_length) + _record(0x000A, b"") + _beginning(0x10)
    for row, cells in enumerate(rows):
        workbook += b"".join(_label(row, column, cell) for column, cell in enumerate(cells) if cell)
    return _compound(workbook + _record(0x000A, b""))


def _record(kind, content):
    return struct.pack("<HH", kind, len(content)) + content


def _beginning(kind):
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _sheet_named(name, offset):
    return _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 1) + name.encode("utf-16-le"))


def _label(row, column, text):
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _compound(stream):
    sectors = max(8, -(-len(stream) // _SECTOR))
    fat = [_FAT, _END, *range(3, sectors + 2), _END]
    assert len(fat) <= _SECTOR // 4, "one FAT sector is enough for a test"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    folder = _entry("Root Entry", 5, child=1, start=_END) + _entry("Workbook", 2, start=2, size=sectors * _SECTOR)
    table = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    return header + table + folder.ljust(_SECTOR, b"\0") + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name, kind, *, child=_FREE, start=0, size=0):
    words = name.encode("utf-16-le")
    about = struct.pack("<HBBIII", len(words) + 2, kind, 1, _FREE, _FREE, child)
    return words.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)
