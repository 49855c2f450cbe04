package dev.lockstep.surface;

import java.util.List;

/**
 * One value of an enum, one class or one setting of a builder.
 *
 * @param name as the framework calls it
 * @param coverage how it stands with it
 * @param places where features hold it; none where it is unsupported
 * @param because why it is unsupported; empty otherwise
 */
public record Setting(String name, Coverage coverage, List<Place> places, String because) {
    /**
     * A place in a feature.
     *
     * @param feature its file, below the folder of all features
     * @param text what stands there
     */
    public record Place(String feature, String text) {
        /**
         * Where that is.
         *
         * @param content what the feature's file holds
         */
        public List<Passage> passages(String content) {
            return Passage.of(text, content);
        }
    }

    public Setting {
        places = List.copyOf(places);
    }
}
