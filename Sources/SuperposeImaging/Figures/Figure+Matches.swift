public import SuperposeGeometry

extension Figure {
  /// A match to draw.
  public struct Match: Hashable, Sendable {
    /// The position in the left picture's pixels.
    public var left: Point
    /// The position in the right picture's pixels.
    public var right: Point
    /// The confidence, 0...1. Of matches that lie close together, the most confident is drawn.
    public var confidence: Double
    /// Whether the match is accepted. One that is not is drawn grey and fainter.
    public var isAccepted: Bool
    /// The colour; nil for one that differs from those of the neighbours.
    public var color: Color?

    public init(left: Point, right: Point, confidence: Double, isAccepted: Bool = true, color: Color? = nil) {
      self.left = left
      self.right = right
      self.confidence = confidence
      self.isAccepted = isAccepted
      self.color = color
    }
  }

  /// The text above both pictures, to which the numbers of matches are added.
  public struct Caption: Hashable, Sendable {
    /// A title of a word or two.
    public var title: String
    public var color: Color
    /// The words for what accepted and other matches do: "agree", "do not". Nil where nothing was decided.
    public var verbs: [String]?
    /// Notes, each of which is a paragraph.
    public var notes: [String]

    public init(title: String, color: Color, verbs: [String]? = nil, notes: [String] = []) {
      self.title = title
      self.color = color
      self.verbs = verbs
      self.notes = notes
    }
  }

  /// The default number of lines. More of them would hide the pictures.
  public static let defaultLines = 150

  /// Draws both pictures side by side, scaled to the same height, with a line for each match: thin, half transparent,
  /// with a dot at both ends, in a colour that differs from those of its neighbours.
  ///
  /// - Parameters:
  ///   - matches: The matches.
  ///   - left: The left picture.
  ///   - right: The right picture.
  ///   - lines: The largest number of lines, which are spread over the picture; nil for all.
  ///   - style: The colour, radius and thickness.
  ///   - caption: The text above; nil for none.
  ///   - longSide: The length to which the pictures' longer sides are shrunk.
  public static func matches(
    _ matches: [Match], left: Image, right: Image, lines: Int? = defaultLines, style: Style = .init(),
    caption: Caption? = nil, longSide: Int = defaultLongSide
  ) -> Image {
    let drawn = MatchSelection(matches, limit: lines)
    let panels = PanelPair(left, right, isCaptioned: caption != nil, longSide: longSide)
    let header = caption.map { CaptionLayout($0, drawn, width: panels.size.width) }
    let canvas = Canvas(
      size: ImageSize(width: panels.size.width, height: panels.size.height + (header?.height ?? 0)),
      background: .white)
    panels.draw(on: canvas, top: header?.height ?? 0)
    let placed = { (matches: [Match]) in panels.placed(matches, top: header?.height ?? 0) }
    let drawing = MatchDrawing(style, size: panels.size)
    drawing.draw(placed(drawn.rejected), on: canvas, isFaint: true)
    drawing.draw(placed(drawn.accepted), on: canvas, isFaint: false)
    header?.draw(on: canvas)
    return canvas.image()
  }
}

/// Two pictures side by side with a gap, and the places of their pixels.
private struct PanelPair {
  /// The least height of pictures with a caption, so that it can be read.
  static let smallestHeight = 320

  let left, right: Image
  let leftFromImage, rightFromImage: Homography
  let gap: Int

  init(_ left: Image, _ right: Image, isCaptioned: Bool, longSide: Int) {
    let shrunk = [left, right].map { $0.size.shrunk(toLongSide: longSide) }
    let wanted = max(shrunk[0].height, shrunk[1].height, isCaptioned ? Self.smallestHeight : 1)
    let sizes = [left, right].map { $0.size.scaled(toHeight: wanted, longSide: longSide) }
    self.left = left.resized(to: sizes[0]).display()
    self.right = right.resized(to: sizes[1]).display()
    leftFromImage = PixelGrid.resize(from: left.size, to: sizes[0])
    rightFromImage = PixelGrid.resize(from: right.size, to: sizes[1])
    gap = max(4, (sizes[0].width + sizes[1].width) / 100)
  }

  var size: ImageSize {
    ImageSize(width: left.size.width + gap + right.size.width, height: max(left.size.height, right.size.height))
  }

  func draw(on canvas: borrowing Canvas, top: Int) {
    canvas.paste(left, x: 0, y: top)
    canvas.paste(right, x: left.size.width + gap, y: top)
  }

  /// Returns the matches in the canvas's pixels.
  func placed(_ matches: [Figure.Match], top: Int) -> [Figure.Match] {
    let corner = Point(x: 0, y: Double(top))
    return matches.map { match in
      var match = match
      match.left = leftFromImage(match.left) + corner
      match.right = rightFromImage(match.right) + corner + Point(x: Double(left.size.width + gap), y: 0)
      return match
    }
  }
}

extension ImageSize {
  /// Returns the size with this height, or the largest that the long side allows.
  fileprivate func scaled(toHeight wanted: Int, longSide side: Int) -> ImageSize {
    scaled(by: min(Double(wanted) / Double(height), Double(side) / Double(longSide)))
  }
}
