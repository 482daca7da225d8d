// Files that NumPy and Python wrote, byte for byte.

import Foundation

/// Bytes of NumPy 2.4's `save`, `savez` and `savez_compressed`, and of Python's compressors.
package enum NumPyFiles {
  /// `numpy.save` of `[[1, 2], [3, -4], [0.5, 8]]`, float64.
  package static let doubles = bytes(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAA\
    AAAAAABAAAAAAAAACEAAAAAAAAAQwAAAAAAAAOA/AAAAAAAAIEA=
    """)

  /// The same in Fortran order.
  package static let fortranOrder = bytes(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMywgMiksIH0g\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAA\
    AAAAAAhAAAAAAAAA4D8AAAAAAAAAQAAAAAAAABDAAAAAAAAAIEA=
    """)

  /// The same in format version 2.0.
  package static let version2 = bytes(
    """
    k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywgMiks\
    IH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAA\
    AAAAAABAAAAAAAAACEAAAAAAAAAQwAAAAAAAAOA/AAAAAAAAIEA=
    """)

  /// The same in format version 3.0.
  package static let version3 = bytes(
    """
    k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywgMiks\
    IH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAA\
    AAAAAABAAAAAAAAACEAAAAAAAAAQwAAAAAAAAOA/AAAAAAAAIEA=
    """)

  /// The same as big-endian float32.
  package static let bigEndian = bytes(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/gAAAQAAAAEBA\
    AADAgAAAPwAAAEEAAAA=
    """)

  /// `numpy.save` of one structure with the float32 fields x and y.
  package static let structures = bytes(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiBbKCd4JywgJzxmNCcpLCAoJ3knLCAnPGY0JyldLCAnZm9ydHJhbl9vcmRlcic6IEZh\
    bHNlLCAnc2hhcGUnOiAoMSwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAQA==
    """)

  /// `numpy.save` of Python objects, which a pickle holds.
  package static let objects = bytes(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMSwgMiksIH0g\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJWQAAAAAAAA\
    AIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMB\
    YpSHlFKUKEsBSwFLAoaUaAOMBWR0eXBllJOUjAJPOJSJiIeUUpQoSwOMAXyUTk5OSv////9K/////0s/dJRiiV2UKEsB\
    SwJldJRiLg==
    """)

  /// `numpy.savez(whatever=...)` of the array of `doubles`.
  package static let archive = bytes(
    """
    UEsDBC0AAAAAAAAAIQCz+Egz//////////8MABQAd2hhdGV2ZXIubnB5AQAQALAAAAAAAAAAsAAAAAAAAACTTlVNUFkB\
    AHYAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywgMiksIH0gICAgICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAAAAAAPA/AAAAAAAAAEAA\
    AAAAAAAIQAAAAAAAABDAAAAAAAAA4D8AAAAAAAAgQFBLAQItAy0AAAAAAAAAIQCz+EgzsAAAALAAAAAMAAAAAAAAAAAA\
    AACAAQAAAAB3aGF0ZXZlci5ucHlQSwUGAAAAAAEAAQA6AAAA7gAAAAAA
    """)

  /// `numpy.savez_compressed` of `samples`, that array 40 times over, and `labels`, 0 to 2.
  package static let compressedArchive = bytes(
    """
    UEsDBC0AAAAIAAAAIQBtBiDJ//////////8LABQAc2FtcGxlcy5ucHkBABAAQAQAAAAAAABiAAAAAAAAAJvsF+obEMnI\
    UMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoZGBjoKRpo6CrUKZAIuBoYGewYG\
    BgcgAuKGA0A2iO84Kj4qPio++MUBUEsDBC0AAAAIAAAAIQD3QBLq//////////8KABQAbGFiZWxzLm5weQEAEACYAAAA\
    AAAAAEwAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvka\
    xjqaOgq1ChQALgYoYITSTFAaAFBLAQItAy0AAAAIAAAAIQBtBiDJYgAAAEAEAAALAAAAAAAAAAAAAACAAQAAAABzYW1w\
    bGVzLm5weVBLAQItAy0AAAAIAAAAIQD3QBLqTAAAAJgAAAAKAAAAAAAAAAAAAACAAZ8AAABsYWJlbHMubnB5UEsFBgAA\
    AAACAAIAcQAAACcBAAAAAA==
    """)

  /// `numpy.savez` of two arrays without names.
  package static let unnamedArrays = bytes(
    """
    UEsDBC0AAAAAAAAAIQCz+Egz//////////8JABQAYXJyXzAubnB5AQAQALAAAAAAAAAAsAAAAAAAAACTTlVNUFkBAHYA\
    eydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywgMiksIH0gICAgICAgICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAAAAAAPA/AAAAAAAAAEAAAAAA\
    AAAIQAAAAAAAABDAAAAAAAAA4D8AAAAAAAAgQFBLAwQtAAAAAAAAACEAs/hIM///////////CQAUAGFycl8xLm5weQEA\
    EACwAAAAAAAAALAAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwg\
    J3NoYXBlJzogKDMsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg\
    ICAgICAgIAoAAAAAAADwPwAAAAAAAABAAAAAAAAACEAAAAAAAAAQwAAAAAAAAOA/AAAAAAAAIEBQSwECLQMtAAAAAAAA\
    ACEAs/hIM7AAAACwAAAACQAAAAAAAAAAAAAAgAEAAAAAYXJyXzAubnB5UEsBAi0DLQAAAAAAAAAhALP4SDOwAAAAsAAA\
    AAkAAAAAAAAAAAAAAIAB6wAAAGFycl8xLm5weVBLBQYAAAAAAgACAG4AAADWAQAAAAA=
    """)

  /// An archive whose entry is packed with bzip2.
  package static let bzip2Archive = bytes(
    """
    UEsDBC4AAAAMAJq4dl2YPnSNggAAAJgAAAAFAAAAeC5ucHlCWmg5MUFZJlNZ49IdkAAAMN/kYBBA5B0U4QNCIK9F3QpA\
    AAgAQAAgAFQ1TCAAGjQABk2oNU8o9QAaaNAAAB9MDCiQzAToxYryELmBEZmvnMk8JqlaMYjNTdA9rCjBOxa7bs4t9ceh\
    yGjtKGBijtxIgco51hZgWX4u5IpwoSHHpDsgUEsBAi4DLgAAAAwAmrh2XZg+dI2CAAAAmAAAAAUAAAAAAAAAAAAAAIAB\
    AAAAAHgubnB5UEsFBgAAAAABAAEAMwAAAKUAAAAAAA==
    """)

  /// Python's `gzip.compress` of `mixlab ` 20 times.
  package static let gzipped = bytes(
    """
    H4sIAAAAAAACA8vNrMhJTFLIHQwUAAX01T6MAAAA
    """)

  /// The same deflated without header.
  package static let deflated = bytes(
    """
    y82syElMUsgdDBQA
    """)

  private static func bytes(_ base64: String) -> [UInt8] {
    Array(Data(base64Encoded: base64) ?? Data())
  }
}
