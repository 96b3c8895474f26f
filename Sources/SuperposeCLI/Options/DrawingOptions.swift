import ArgumentParser
import Superpose
import SuperposeImaging

/// How points and lines are drawn.
struct DrawingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The colour of what is drawn: red, orange, yellow, green, cyan, blue, magenta, white, gray, black or "
        + "#rrggbb. (default: green for keypoints, for matches one that the neighbours do not have)",
      valueName: "color"),
    transform: { text in
      guard let color = Color(text) else { throw ValidationError("expected a colour's name or #rrggbb") }
      return color
    })
  var color: Color?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The radius of circles round keypoints and of the dots at a match's ends. (default: by the picture's size)",
      valueName: "pixels"))
  var radius: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The thickness of lines and circles. (default: by the picture's size)", valueName: "pixels"))
  var thickness: Int?

  /// The largest radius and thickness. A larger one would hide everything else, and OpenCV refuses more than 32767.
  private static let most = 1000

  func validate() throws {
    if let radius, !(radius > 0 && radius <= Double(Self.most)) {
      throw ValidationError("--radius: expected more than 0 and at most \(Self.most), found \(radius).")
    }
    if let thickness, !(1...Self.most).contains(thickness) {
      throw ValidationError("--thickness: expected 1 to \(Self.most), found \(thickness).")
    }
  }

  var style: Figure.Style { Figure.Style(color: color, radius: radius, thickness: thickness) }
}

/// How many matches are drawn.
struct LineOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most matches drawn as lines, spread over the picture; all for no limit. (default: \(Figure.defaultLines))",
      valueName: "count"),
    transform: CountLimit.init(argument:))
  var lines = CountLimit(Figure.defaultLines)

  func validate() throws {
    guard (lines.count ?? 0) >= 0 else {
      throw ValidationError("--lines: expected a number or all, found \(lines).")
    }
  }
}
