// Settings that ask for more memory than the system gives.

import Foundation
import Testing

extension CommandLineTests {
  @Suite struct MemoryTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    /// The program may have a gigabyte; one weight takes as much, or the arrays of one step.
    @Test(arguments: ["--set width=16384", "--batch 65536"])
    func theyAreRefusedBeforeAnythingIsWritten(settings: String) throws {
      let refused = try place.shell(
        "ulimit -v 1000000; \"$MIXLAB\" gan \(settings) --threads 1 --out run")
      #expect(refused.code == 64, "\(refused.error)")
      #expect(refused.error.contains("bytes, and this machine has not got so much memory left"))
      #expect(refused.error.contains("use a smaller width, batch or count"), "\(refused.error)")
      #expect(try place.names() == [])
    }
  }
}
