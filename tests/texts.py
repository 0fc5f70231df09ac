"""Random Arabic texts for tests of what holds for any."""

from hypothesis import strategies as st

ARABIC_TEXT = st.text(
    st.sampled_from('ابتحخدرسعفقلمنهويةىأإآءﷲﻻـًَّٰ٢3 .؟!،؛:\n\r\t\u200f\u200d\u00a0#_@*1١«»"()aZ…ٱکی'), max_size=60
)
