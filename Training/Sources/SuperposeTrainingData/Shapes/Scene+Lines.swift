extension Scene {
  /// Draws strokes that do not touch; their ends are the points.
  mutating func lines() -> Drawing {
    var drawing = Drawing()
    var strokes: [Segment] = []
    let count = random.integer(1...8)
    let apart = max(8, shortSide / 15)
    for _ in 0..<4 * count where strokes.count < count {
      let new = Segment(from: random.point(scale: extent), to: random.point(scale: extent))
      guard new.length > 2 * smallest, strokes.allSatisfy({ $0.distance(to: new) > apart }) else { continue }
      strokes.append(new)
      drawing.add(new.outline(thickness: thickness()), Drawing.Fill(tone: palette.tone(using: &random)))
      drawing.points += [new.from, new.to]
    }
    return drawing
  }

  /// Draws strokes from one centre; the centre and the outer ends are the points.
  mutating func star() -> Drawing {
    let center = extent * 0.2 + random.point(scale: extent * 0.6)
    let fill = Drawing.Fill(tone: palette.tone(using: &random))
    let thickness = thickness()
    var drawing = Drawing(points: [center])
    let count = random.integer(3...6)
    let start = random.uniform(0...2 * .pi)
    for i in 0..<count {
      let angle = start + (Float(i) + random.uniform(-0.25...0.25)) * 2 * .pi / Float(count)
      let end = center + Vector(angle: angle) * (random.uniform(0.2...0.6) * shortSide)
      drawing.add(Segment(from: center, to: end).outline(thickness: thickness), fill)
      drawing.points.append(end)
    }
    return drawing
  }
}
