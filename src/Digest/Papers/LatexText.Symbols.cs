using System.Collections.Frozen;

namespace Digest.Papers;

// What commands stand for. Only characters of Unicode's first plane, which mail programs have fonts for: so double-struck
// letters are the seven that are there, and calligraphic and Fraktur ones are plain, as mirrors of archives give them too.
internal static partial class LatexText
{
    /// <summary>Letters that are no accented ones; a blank after the command belongs to it.</summary>
    static readonly FrozenDictionary<string, string> Letters = Table("""
        o ø O Ø l ł L Ł i ı j ȷ ss ß ae æ AE Æ oe œ OE Œ aa å AA Å dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ
        """);

    /// <summary>Accents by their command, as the combining character.</summary>
    static readonly FrozenDictionary<string, char> Accents = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["`"] = '\u0300', ["'"] = '\u0301', ["^"] = '\u0302', ["~"] = '\u0303', ["\""] = '\u0308', ["="] = '\u0304', ["."] = '\u0307',
        ["c"] = '\u0327', ["v"] = '\u030C', ["u"] = '\u0306', ["H"] = '\u030B', ["k"] = '\u0328', ["r"] = '\u030A', ["d"] = '\u0323',
        ["b"] = '\u0331',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Accents of formulas, over one letter.</summary>
    static readonly FrozenDictionary<string, char> MathAccents = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["bar"] = '\u0304', ["overline"] = '\u0305', ["hat"] = '\u0302', ["widehat"] = '\u0302', ["tilde"] = '\u0303',
        ["Tilde"] = '\u0303', ["widetilde"] = '\u0303', ["vec"] = '\u20D7', ["dot"] = '\u0307', ["ddot"] = '\u0308',
        ["check"] = '\u030C', ["breve"] = '\u0306', ["acute"] = '\u0301', ["grave"] = '\u0300', ["mathring"] = '\u030A',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, string> Symbols = Table("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
        nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω digamma ϝ
        ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ partial ∂ nabla ∇ infty ∞ emptyset ∅ varnothing ∅
        times × div ÷ pm ± mp ∓ cdot · ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨
        cap ∩ cup ∪ setminus ∖ sqcup ⊔ sqcap ⊓ uplus ⊎ rtimes ⋊ ltimes ⋉ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
        sum ∑ prod ∏ coprod ∐ int ∫ oint ∮ iint ∬ surd √
        le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ approx ≈ sim ∼ simeq ≃ cong ≅
        equiv ≡ propto ∝ asymp ≍ doteq ≐ prec ≺ succ ≻ preceq ⪯ succeq ⪰ triangleq ≜ coloneqq ≔
        in ∈ ni ∋ notin ∉ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ sqsubseteq ⊑ perp ⊥ bot ⊥ top ⊤ parallel ∥
        vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ therefore ∴ because ∵
        to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔ longleftrightarrow ⟷
        Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ uparrow ↑ downarrow ↓ updownarrow ↕
        mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightleftharpoons ⇌ rightsquigarrow ⇝
        leadsto ⇝ nearrow ↗ searrow ↘ twoheadrightarrow ↠
        langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lvert | rvert | vert | mid | Vert ‖ lVert ‖ rVert ‖ lbrace { rbrace }
        lbrack [ rbrack ] backslash \ prime ′ angle ∠ triangle △ triangleright ▷ triangleleft ◁ Box □ square □ blacksquare ■ Diamond ◇
        diamond ⋄ dagger † dag † ddagger ‡ ddag ‡ sharp ♯ flat ♭ natural ♮ checkmark ✓ cdots ⋯ ldots … dots … dotsc … dotsb ⋯ vdots ⋮
        degree ° colon : slash / lt < gt >
        S § P ¶ copyright © pounds £ euro € textdegree ° textmu µ textregistered ® texttrademark ™ textcopyright © texteuro €
        textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” textellipsis … textbullet •
        textasciitilde ~ textasciicircum ^ textbackslash \ textbar | textless < textgreater > textunderscore _ textdollar $
        textpm ± texttimes × textrightarrow → LaTeX LaTeX TeX TeX BibTeX BibTeX
        """);

    /// <summary>Letters that many papers define so, and nothing else does in a formula.</summary>
    static readonly FrozenDictionary<string, string> DoubleStruck = Table("C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ");

    static readonly FrozenSet<string> Functions = Words("""
        arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min mod Pr sec
        sin sinh sup tan tanh argmax argmin diag rank tr Tr
        """);

    /// <summary>Commands that change how their argument looks.</summary>
    static readonly FrozenSet<string> Wrappers = Words("""
        emph textbf textit textrm textsc textsf texttt textsl textup textmd textnormal text mbox hbox fbox makebox underline uline
        textcolor mathrm mathbf mathit mathcal mathsf mathtt mathfrak mathscr mathnormal boldsymbol bm pmb operatorname
        """);

    /// <summary>Commands that change how the rest of the group looks, or how large a bracket is: nothing to read.</summary>
    static readonly FrozenSet<string> Switches = Words("""
        it bf em rm sc tt sl sf cal bfseries itshape scshape ttfamily sffamily rmfamily slshape mdseries upshape normalfont tiny
        scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath displaystyle textstyle scriptstyle
        left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr limits nolimits noindent par protect xspace
        centering relax hfill
        """);

    static readonly FrozenSet<string> Blanks = Words("quad qquad space enspace enskip thinspace newline linebreak nobreakspace");

    static FrozenDictionary<string, string> Table(string pairs)
    {
        var words = pairs.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words.Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    static FrozenSet<string> Words(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
