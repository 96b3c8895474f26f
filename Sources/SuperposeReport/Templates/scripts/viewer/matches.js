"use strict";

/** The matches of a registration, in edge coordinates of both images, with their residuals. */
class MatchSet {
  /**
   * @param rows [movingX, movingY, fixedX, fixedY, confidence, inlier] from pixel centres
   * @param fixedFromMoving between edge coordinates; null where there is no transform
   * @param surface the {@link Surface} that the transform follows, or null
   */
  constructor(rows, fixedFromMoving, surface) {
    this.all = rows.map(([movingX, movingY, fixedX, fixedY, confidence, inlier], index) => {
      const original = [movingX + 0.5, movingY + 0.5];
      // Where the picture shows it.
      const moving = surface ? surface.flatFromMoving(original) : original;
      const fixed = [fixedX + 0.5, fixedY + 0.5];
      const mapped = fixedFromMoving && Plane.apply(fixedFromMoving, ...moving);
      const residual = mapped && Math.hypot(mapped[0] - fixed[0], mapped[1] - fixed[1]);
      return { index, original, moving, fixed, mapped, residual, confidence, inlier: Boolean(inlier) };
    });
  }

  /** Returns the matches to be shown, rejected ones first so that inliers lie on top. */
  shown({ inliers, rejected }, minConfidence) {
    const enough = this.all.filter((match) => match.confidence >= minConfidence);
    return [
      ...(rejected ? enough.filter((match) => !match.inlier) : []),
      ...(inliers ? enough.filter((match) => match.inlier) : []),
    ];
  }

  get inliers() {
    return this.all.filter((match) => match.inlier);
  }

  /** Returns a factor that makes the median residual easy to see, as a length in pixels of the frame. */
  legibleExaggeration(length) {
    const residuals = this.inliers.map((match) => match.residual).sort((a, b) => a - b);
    const middle = residuals[Math.floor(residuals.length / 2)];
    if (!middle) return 10;
    const steps = [1, 2, 5, 10, 20, 50, 100, 200];
    return steps.find((step) => step >= length / middle) ?? 200;
  }
}

/** From blue (uncertain) over green to yellow (certain): legible on photographs, and in order without colour vision. */
function confidenceColour(confidence) {
  const stops = [[82, 110, 255], [38, 190, 190], [120, 220, 90], [255, 228, 77]];
  const place = Math.min(Math.max(confidence, 0), 1) * (stops.length - 1);
  const index = Math.min(Math.floor(place), stops.length - 2);
  const mix = (channel) =>
    Math.round(stops[index][channel] + (place - index) * (stops[index + 1][channel] - stops[index][channel]));
  return `rgb(${mix(0)} ${mix(1)} ${mix(2)})`;
}
