import ArgumentParser
import Superpose
import SuperposeGeometry

/// Which part of the plane results show.
struct FramingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What warped images show: fixed, the fixed image's frame; moving, all of the moving image; union, both; "
        + "intersection, the largest box in which both have data. Whole pixels of the fixed image, and where they "
        + "begin is written down.",
      valueName: "part"))
  var framing = Framing.fixed
}

/// The forms for other programs.
struct FormOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Also write the transform for other programs: numpy, opencv, itk, elastix, qgis, gdal; several with commas.",
      valueName: "forms"))
  var forms = ChoiceList<TransformForm>()
}

/// Words with commas between them.
struct ChoiceList<Word: Choice & Sendable>: ExpressibleByArgument {
  var values: [Word] = []

  init() {}

  init?(argument: String) {
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let word = Word(argument: String(part)) else { return nil }
      if !values.contains(where: { $0.rawValue == word.rawValue }) { values.append(word) }
    }
  }

  var defaultValueDescription: String { "none" }
}
