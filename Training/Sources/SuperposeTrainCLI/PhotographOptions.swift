import ArgumentParser
import Foundation
import SuperposeTraining
import SuperposeTrainingData

struct PhotographOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("A folder of photographs, or packs that were made of them.", valueName: "path"))
  var photos: [String]

  @Option(help: ArgumentHelp("A table that says which photographs are textures.", valueName: "file.tsv"))
  var kinds: String?

  /// With fewer photographs than this little can be learned, and the user is told.
  private static let few = 50
  /// With fewer photographs than this none is kept back.
  private static let fewest = 5

  /// - Parameter run: The folder of the run, which keeps a pack that is made of a folder of photographs.
  func pack(run: URL) throws -> PhotographPack {
    let urls = photos.map { URL(fileURLWithPath: $0) }
    let pack = try PhotographPack(reading: try isPack(urls) ? urls : [packed(urls, in: run)])
    guard pack.count > 0 else { throw TrainingError(.input, "\(photos.joined(separator: " ")) holds no photograph") }
    if pack.count < Self.few {
      warn("only \(pack.count) photographs: what is learnt will fit them and little else; give hundreds if you can")
      if pack.count < Self.fewest { warn("none of them is kept back: evaluations look at those that are learnt from") }
    }
    return pack
  }

  private func isPack(_ urls: [URL]) throws -> Bool {
    guard urls.count == 1, let contents = try? FileManager.default.contentsOfDirectory(atPath: urls[0].path) else {
      return true
    }
    return contents.contains { $0.hasSuffix(".pack") }
  }

  private func packed(_ urls: [URL], in run: URL) throws -> URL {
    let pack = run.appendingPathComponent("photos.pack")
    if FileManager.default.fileExists(atPath: pack.path) { return pack }
    guard Companion.isThere else {
      throw TrainingError(
        .unavailable,
        "superpose-train-tools is not beside this program: pack the photographs where it is, and give the pack")
    }
    try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
    let options = kinds.map { ["--kinds", $0] } ?? []
    let status = try Companion.run(["pack", urls[0].path, "--output", pack.path] + options, showsOutput: true)
    guard status == 0 else { throw ExitCode(status) }
    return pack
  }
}

func warn(_ message: String) {
  FileHandle.standardError.write(Data("superpose-train: \(message)\n".utf8))
}

/// Runs `body`. An error ends the program with one line and the exit code of its kind.
func reported(_ body: () throws -> Void) throws {
  Interruption.heed()
  do { try body() } catch let error as TrainingError {
    warn("\(error)")
    throw ExitCode(error.exitCode)
  } catch let error as PhotographPackError {
    warn("\(error)")
    throw ExitCode(66)
  }
}

extension TrainingError {
  /// The exit code, from sysexits.h where that has one.
  var exitCode: Int32 {
    switch kind {
    case .input: 65
    case .output: 73
    case .diverged: 70
    case .unavailable: 69
    case .stopped: 130
    }
  }
}
