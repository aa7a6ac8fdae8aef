using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class TextLanguageTests
{
    /// <summary>Titles and beginnings of abstracts, made up; the language before the bar.</summary>
    static readonly string[] Texts =
    [
        "en|A Survey of Rivers", "en|Attention in the Delta", "en|Deep Nets", "en|Towards Robust Flood Prediction with Graphs",
        "en|RiverNet: Floods Foretold", "en|Le Chat: Talking to a Model of Rivers", "en|El Niño and the Floods of 2026", "en|Das-Net for Rivers",
        "en|UMAP vs. t-SNE", "en|3D Gaussian Splatting",
        "en|We present RiverNet, a model that foretells floods from satellite images, and show that it is better than models of the last decade.",
        "en|α-Synuclein and β-Sheets in Motion", "en|Schrödinger Bridges", "en|Multi-agent debate improves reasoning", "en|Die Casting at Scale",
        "en|On the 学习 Corpus of Chinese Exams",
        "de|Vorhersage von Hochwasser mit neuronalen Netzen", "de|Die Vermessung der Flüsse",
        "de|Wir stellen ein Modell vor, das Hochwasser aus Satellitenbildern vorhersagt, und zeigen, dass es besser ist als die bisherigen.",
        "de|Über die Grenzen der künstlichen Intelligenz", "de|Ein Ansatz zur Erkennung von Rissen in Brücken",
        "fr|Prévision des crues par apprentissage profond", "fr|Une étude sur les rivières de la plaine", "fr|L'eau et les données : vers une hydrologie numérique",
        "fr|Nous présentons un modèle qui prédit les crues à partir d'images satellites et nous montrons que les résultats sont meilleurs.",
        "es|Predicción de inundaciones con redes neuronales", "es|Un estudio sobre los ríos de la llanura",
        "es|Presentamos un modelo que predice las inundaciones y mostramos que es mejor que los anteriores.",
        "pt|Previsão de enchentes com redes neurais", "pt|Um estudo sobre os rios da planície",
        "pt|Apresentamos um modelo que prevê as enchentes e mostramos que não é pior do que os anteriores.",
        "it|Previsione delle piene con reti neurali", "it|Uno studio sui fiumi della pianura e degli affluenti",
        "it|Presentiamo un modello che prevede le piene dei fiumi e mostriamo che è migliore dei precedenti.",
        "nl|Het voorspellen van overstromingen met neurale netwerken", "nl|Een onderzoek naar de rivieren van de vlakte",
        "nl|Wij presenteren een model dat overstromingen voorspelt en tonen aan dat het beter is dan de vorige.",
        "pl|Prognozowanie powodzi za pomocą sieci neuronowych i danych z satelitów",
        "pl|Przedstawiamy model, który przewiduje powodzie, oraz pokazujemy, że jest lepszy od poprzednich.",
        "sv|En studie av floder och hur de mäts", "sv|Vi presenterar en modell som förutsäger översvämningar och visar att den är bättre än tidigare.",
        "tr|Sel tahmini için bir model ve veri kümesi", "tr|Bu çalışmada sel tahmini için yeni bir model sunuyoruz ve önceki modellerden daha iyi olduğunu gösteriyoruz.",
        "fi|Tässä työssä esitämme mallin, joka ennustaa tulvia, ja osoitamme että se on parempi kuin aiemmat.",
        "cs|Předpověď povodní pomocí neuronových sítí a dat ze satelitů je v této práci řešena metodou, která se učí.",
        "hu|Egy új modell az árvizek előrejelzésére és a folyók mérésére", "ro|Un model pentru prezicerea inundațiilor și pentru măsurarea râurilor din câmpie",
        "id|Prediksi banjir dengan jaringan saraf dan data dari satelit", "vi|Dự báo lũ lụt bằng mạng nơ-ron và dữ liệu từ vệ tinh",
        "ru|Прогноз наводнений с помощью нейронных сетей", "uk|Прогнозування повеней із використанням нейронних мереж",
        "bg|Прогнозиране на наводнения с невронни мрежи и данни от спътници",
        "el|Πρόβλεψη πλημμυρών με νευρωνικά δίκτυα", "ar|التنبؤ بالفيضانات باستخدام الشبكات العصبية", "fa|پیش‌بینی سیل با شبکه‌های عصبی", "ur|سیلاب کی پیش گوئی اور ڈیٹا",
        "he|חיזוי שיטפונות באמצעות רשתות נוירונים", "zh|基于神经网络的洪水预测", "zh|用 Transformer 预测洪水", "ja|ニューラルネットワークによる洪水予測", "ja|深層学習を用いた洪水の予測",
        "ko|신경망을 이용한 홍수 예측", "hi|तंत्रिका नेटवर्क द्वारा बाढ़ की भविष्यवाणी", "th|การพยากรณ์น้ำท่วมด้วยโครงข่ายประสาท", "sr|Предвиђање поплава помоћу неуронских мрежа",
        "en|", "en|x² + y²", "en|2026", "en|🌊🌊🌊",
    ];

    [Fact]
    public void Most_texts_of_other_languages_are_known_and_no_English_one_is_taken_for_another()
    {
        var wrong = Texts.Select(t => t.Split('|', 2)).Select(t => (Language: t[0], Text: t[1], Taken: TextLanguage.Of(t[1]))).Where(t => t.Language != t.Taken).ToList();
        TestContext.Current.TestOutputHelper!.WriteLine($"{Texts.Length - wrong.Count} of {Texts.Length}\n{string.Join('\n', wrong)}");
        Assert.DoesNotContain(wrong, t => t.Language == "en");
        Assert.DoesNotContain(wrong, t => t.Taken != "en"); // unsure is English, and never a third language
        Assert.True(wrong.Count * 10 <= Texts.Length, $"{wrong.Count} of {Texts.Length} wrong: {string.Join("; ", wrong)}");
    }

    [Fact]
    public void Recorded_papers_are_English_but_for_a_few_in_a_thousand()
    {
        Assert.SkipWhen(Works.Folder is null, "DIGEST_DATA does not name the folder of recordings.");
        var papers = Directory.GetDirectories(Path.Combine(Works.Folder!, "relevance")).SelectMany(f => Works.Collection(Path.GetFileName(f))).ToList();
        var titles = papers.Where(p => TextLanguage.OfTitle(p.Title, p.Abstract) != "en").Select(p => $"{TextLanguage.OfTitle(p.Title, p.Abstract)} {p.Title}").ToList();
        var abstracts = papers.Where(p => TextLanguage.Of(p.Abstract) != "en").Select(p =>
            $"{TextLanguage.Of(p.Abstract)} {p.Abstract[..Math.Min(80, p.Abstract.Length)]}").ToList();
        TestContext.Current.TestOutputHelper!.WriteLine($"{titles.Count} titles and {abstracts.Count} abstracts of {papers.Count}\n{string.Join('\n', titles.Concat(abstracts))}");
        Assert.InRange(titles.Count + abstracts.Count, 0, papers.Count * 2 / 1000);
    }

    [Fact]
    public void A_title_too_short_to_tell_has_its_abstracts_language() => Assert.Equal(["de", "en", "en"],
    [
        TextLanguage.OfTitle("Flussvermessung", "Wir stellen ein Modell vor, das die Flüsse und die Seen vermisst."),
        TextLanguage.OfTitle("Flussvermessung", "We present a model of the rivers and lakes."),
        TextLanguage.OfTitle("Flussvermessung", ""),
    ]);
}
