import ArgumentParser
import Superpose
import SuperposeExport

/// How an exported graph selects keypoints and matches.
struct ExportSelectionOptions: ParsableArguments {
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var assignment: AssignmentOptions

  func fill(_ options: inout ExportOptions) {
    selection.fill(&options.extraction)
    assignment.fill(&options.matching)
  }
}
