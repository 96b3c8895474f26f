import ArgumentParser
import Foundation
import SuperposeTraining
import SuperposeTrainingData

struct PhotographOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A folder of photographs, or packs of them.", valueName: "path"))
  var photos: [String]

  func pack() throws -> PhotographPack {
    try PhotographPack(reading: photos.map { URL(fileURLWithPath: $0) })
  }
}

/// Runs `body`; what goes wrong ends the program with a line and the exit code of its kind.
func reported(_ body: () throws -> Void) throws {
  Interruption.heed()
  do { try body() } catch let error as TrainingError {
    FileHandle.standardError.write(Data("\nsuperpose-train: \(error)\n".utf8))
    throw ExitCode(error.exitCode)
  } catch let error as PhotographPackError {
    FileHandle.standardError.write(Data("\nsuperpose-train: \(error)\n".utf8))
    throw ExitCode(66)
  }
}

extension TrainingError {
  /// As in sysexits.h where there is one.
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
