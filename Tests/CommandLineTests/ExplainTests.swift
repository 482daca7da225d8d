// What mixlab explain prints of one metric, of all, and of none.

import ClassifierLab
import Foundation
import GANLab
import Testing

extension CommandLineTests {
  @Suite struct ExplainTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    @Test func oneMetric() throws {
      let text = try place.succeed(["explain", "reverse_kl_hq"]).output
      #expect(text.hasPrefix("reverse_kl_hq: Reverse KL divergence over modes"))
      for label in ["Formula", "Meaning", "Healthy range", "Perfect sampler", "Source"] {
        #expect(text.contains("  \(label)  "), "\(label)")
      }
      #expect(text.contains("sum p ln(K p)") && text.contains("1712.04086"))
      #expect(try place.succeed(["explain", "ema_modes"]).output.contains("averaged generator"))
    }

    @Test func allMetrics() throws {
      let listed = try place.succeed(["explain"])
      for entry in MetricsCatalog.entries {
        let line = listed.lines.first { $0.hasPrefix("\(entry.name) ") }
        #expect(line?.hasSuffix("  \(entry.title)") == true, "\(entry.name)")
      }
      #expect(listed.output.contains("ema_"))
      for entry in ClassifierMetrics.entries {
        let line = listed.lines.first { $0.hasPrefix("\(entry.name) ") }
        #expect(line?.hasSuffix("  \(entry.title)") == true, "\(entry.name)")
      }
    }

    @Test func objectsForMachines() throws {
      let object = try place.succeed(["explain", "high_quality", "--json"]).object()
      #expect(object["name"] as? String == "high_quality")
      #expect(object["direction"] as? String == "the nearer to 0.9889 the better")
      let all = try place.succeed(["explain", "--json"])
      #expect(all.lines.count == MetricsCatalog.names.count + ClassifierMetrics.entries.count)
      for line in all.lines {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      }
    }

    @Test func unknownNamesHaveTheNearest() throws {
      let result = try place.mixlab(["explain", "hihg_quality"])
      #expect(result.code == 64)
      #expect(result.output.isEmpty)
      #expect(result.error.contains("Did you mean \"high_quality\"?"), "\(result.error)")
      #expect(result.error.contains("wasserstein_1, wasserstein_2"))
    }
  }
}
