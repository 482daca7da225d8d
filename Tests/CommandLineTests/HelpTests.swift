// Help, version, completions, and what does not reach a terminal.

import Foundation
import Testing

extension CommandLineTests {
  @Suite struct HelpTests {
    private static let subcommands = [
      "gan", "compare", "resume", "sample", "evaluate", "runs", "data", "explain", "bench",
      "doctor",
    ]
    private let place: Place

    init() throws {
      place = try Place()
    }

    @Test func helpNamesTheSubcommands() throws {
      let help = try place.succeed(["--help"])
      for name in Self.subcommands {
        #expect(help.output.contains("  \(name) "), "\(name)")
      }
      #expect(help.output.contains("130"))
      #expect(help.error.isEmpty)
    }

    @Test(arguments: subcommands)
    func subcommandsHaveHelp(name: String) throws {
      let help = try place.succeed([name, "--help"])
      #expect(help.output.contains("USAGE: mixlab \(name)"))
      #expect(help.output.contains("--help"))
    }

    @Test func helpOfGANSaysRangesAndDefaults() throws {
      let help = try place.succeed(["gan", "--help"]).output
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(help.contains("one of paper, demo, off; default paper"))
      #expect(help.contains("steps-per-epoch"))
      #expect(help.contains("--dry-run"))
    }

    @Test func versionIsANumber() throws {
      let version = try place.succeed(["--version"]).output
      let parts = version.trimmingCharacters(in: .newlines).split(separator: ".")
      #expect(parts.count == 3)
      #expect(parts.allSatisfy { Int($0) != nil })
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreGenerated(shell: String) throws {
      let script = try place.succeed(["--generate-completion-script", shell]).output
      #expect(script.contains("mixlab"))
      #expect(script.contains("steps-per-epoch"))
    }

    @Test func aClosedPipeEndsQuietly() throws {
      let ended = try place.shell(#""$MIXLAB" gan --help 2>err | true; "$MIXLAB" doctor | true"#)
      #expect(ended.output.isEmpty)
      #expect(ended.error.isEmpty)
      #expect(try place.data("err").isEmpty)
    }

    @Test func noEscapesWithoutATerminal() throws {
      let run = try place.succeed(smallRun("run"))
      for text in [run.output, run.error] {
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\r"))
      }
      #expect(run.error.split(separator: "\n").last?.contains("100 %") == true)
      #expect(run.output.contains("run/figures/snapshots.png"))
    }

    @Test func onATerminalOnlyTheProgressLineIsRedrawn() throws {
      guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
        print("not run: needs script(1) for a terminal")
        return
      }
      let command = smallRun("$0").dropLast().joined(separator: " ")
      let line = { (out: String) in
        #"script -qec "$MIXLAB \#(command) \#(out)" /dev/null </dev/null"#
      }
      let drawn = try place.shell(line("drawn"), ["TERM": "xterm", "NO_COLOR": ""])
      #expect(drawn.output.contains("\r\u{1B}[2K"))
      #expect(drawn.output.contains("drawn/figures/snapshots.png"))
      let plain = try place.shell(line("plain"), ["TERM": "xterm", "NO_COLOR": "1"])
      #expect(!plain.output.contains("\u{1B}"))
      #expect(plain.output.contains("plain/figures/snapshots.png"))
    }

    @Test func quietPrintsNothingButErrors() throws {
      let run = try place.succeed(smallRun("run", "--quiet"))
      #expect(run.output.isEmpty)
      #expect(run.error.isEmpty)
    }
  }
}
