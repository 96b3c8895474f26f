import ArgumentParser
import Superpose
import SuperposeFiles

struct SuperposeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpose", abstract: "Lays one photograph on another, so that the same things coincide.",
    discussion: """
      Exit codes: 0 done (register: registered); 3 doubtful; 4 not registered; 64 wrong usage; 65 a file that is not \
      what it should be; 66 a file that is missing or is no file; 69 a needed download or device is not available; \
      70 an internal check failed; 73 cannot write; 77 permission denied; 130 interrupted.
      """,
    version: SuperposeVersion.current,
    subcommands: [
      RegisterCommand.self, ApplyCommand.self, BatchCommand.self, WorkerCommand.self, PairsCommand.self,
      StackCommand.self, MosaicCommand.self,
      ReportCommand.self, MatchCommand.self, DetectCommand.self, ShowCommand.self,
      EvaluateCommand.self, BenchmarkCommand.self, ExportCommand.self, QuantizeCommand.self, WeightsCommand.self,
    ])
}
