"""Which lines are furniture: by what they say, by where they stand, and by what they follow.

The lines are of the kinds that French and English news sites print; sentences, names and places in them are made up.
"""

from __future__ import annotations

import pytest

from toolkit.cleaning import RULES
from toolkit.cleaning.furniture import find_furniture
from toolkit.cleaning.patterns import fold
from toolkit.cleaning.typography import normalise

# What is furniture wherever it stands, by the rule that removes it.
ANYWHERE = {
    "advertising": """
Publicité
PUBLICITÉ
Advertisement
Advertising
La suite après cette publicité
La suite après la publicité
Contenu sponsorisé
ADVERTISEMENT - CONTINUE READING BELOW
- Publicité -
--- Publicité ---
[Publicité]
Contenus sponsorisés
Contenu proposé par Taboola
Sponsored by
Annonce publicitaire
- PUBLICITÉ -
Fin de la publicité
La suite après la pub
Lire la suite après la publicité
Article continues after advertisement
""",
    "byline": """
Par Jean Dupont
Par Jean Dupont, envoyé spécial à Bagdad
Par Jean Dupont et Marie Durand
Par Jean Dupont (à Bagdad)
Par Jean Dupont Publié le 12 mars 2020 à 07h23
Par Le Figaro avec AFP
Par AFP
Par L'Obs avec AFP
Par Sara Al-Hassan
Par La Rédaction
Écrit par Shirley Martin
Ecrit par Shirley Martin
Rédigé par Paul Martin
Publié par Paul Martin
Propos recueillis par Paul Martin
De notre correspondant à Bagdad
By John Smith
Written by John Smith
Author: Dr. Salem Hassan
Par Ahmad al-Hassan
par Ahmad Salem
Par Jean-Pierre Dupont
Par J. Dupont
PAR JEAN DUPONT
Par M.D.
Par Ouest-France avec AFP
Par la rédaction
Par Rédaction
Par notre correspondant
De notre envoyé spécial à Bagdad, Jean Dupont
De notre correspondante à Bagdad
Avec notre correspondant à Bagdad, Jean Dupont
Rédigé par Jean Dupont, le 12 mars 2020
Texte : Jean Dupont
Auteur : Jean Dupont
Auteur: Jean Dupont
Journaliste : Jean Dupont
Article de Jean Dupont
Posté par Jean le 12 mars 2020
Posted by Jean Dupont
""",
    "caption-credit": """
Crédit photo : AFP
Crédits photo : Ahmad Salem / AFP
Crédit : Reuters
Photo : AFP
Photo : Le président irakien à Bagdad, le 3 mars 2020
Photo d'archives
Photo d'illustration
Photo d'illustration.
(Photo d'illustration)
Image d'illustration
© AFP
© Ahmad Salem / AFP
© AP Photo / Hadi Mizban
REUTERS/Thaier Al-Rahman
AFP / Ahmad Salem
AHMAD SALEM / AFP
Ahmad Salem/AFP
Légende : des manifestants à Bagdad
Des manifestants à Bagdad, le 3 mars 2020. (Photo Ahmad Salem / AFP)
Des manifestants à Bagdad, le 3 mars 2020. AHMAD SALEM / AFP
Des manifestants à Bagdad, le 3 mars 2020 © Ahmad Salem / AFP
Des manifestants à Bagdad, le 3 mars 2020 © AFP - Ahmad Salem
Des manifestants à Bagdad. © AFP
Des manifestants à Bagdad (Crédits : Reuters)
Des manifestants à Bagdad (Photo : Reuters)
Des manifestants à Bagdad (photo d'illustration)
Des manifestants à Bagdad (Image d'illustration)
Des manifestants à Bagdad. Photo : Ahmad Salem
Des manifestants à Bagdad. Photo Ahmad Salem/AFP
Des manifestants à Bagdad. REUTERS/Ahmad Salem
Des manifestants à Bagdad. | REUTERS
Des manifestants à Bagdad. | AFP/ARCHIVES
Des manifestants à Bagdad - AFP/Archives
Des manifestants à Bagdad (AFP/Archives)
Des manifestants à Bagdad, via Getty Images
Photo Wikipedia
© BERTRAND DUPONT / AFP
© photo MIGUEL DUPONT/AFP
© Dessin de Falco, Cuba
La ministre quitte le palais, à Paris, le 4 mai 2022. CARINE DUPONT / HANS LUCAS VIA AFP
Le président, à la Maison Blanche, le 16 novembre 2025. UPI/NEWSCOM/SIPA
Le ministre des Affaires étrangères, à Bagdad. Photo: REUTERS/Ahmad Salem
Le ministre des Affaires étrangères, à Bagdad, le 19 septembre. Angela Martin / AFP
Le président Saleh, à Bagdad. — Ahmad Salem/AP/SIPA
Le président Saleh, à Bagdad. KEYSTONE/EPA/AHMED SALEM
Un drapeau américain à Bagdad (image d'illustration).
Un drapeau américain à Bagdad. (Illustration)
Un drapeau américain à Bagdad. © Crédit photo: Ministère de la Défense
Photo: Ahmad Salem Agence France-Presse
ats/afp
AFP/Reuters
Reuters/AFP
Photo: Reuters
Photo: AFP/Ahmad Salem
Photo d’archive
Photo archives
Photo : archives
Photo prétexte
Crédit image : Reuters
Crédits : AFP
Image: DR
DR
Image : capture d'écran Al-Iraqiya
Illustration : Reuters
Illustration.
© Reuters
© Keystone
© D.R.
© Wikimedia Commons
Un convoi américain en Syrie (archives)
Un convoi américain en Syrie. Archives
Un convoi américain en Syrie - © AFP
Un convoi américain en Syrie / AFP
Un convoi américain en Syrie. - Ahmad Salem / AFP
Un convoi américain en Syrie [© AFP]
Un convoi américain en Syrie, le 3 mars 2020. Crédit : AFP
Un convoi américain en Syrie. (Crédit : AP Photo/Ahmad Salem)
Un convoi américain en Syrie. (Crédit photo : Ahmad Salem)
Un convoi américain en Syrie. (AP Photo/Ahmad Salem, Dossier)
Un convoi américain en Syrie. (Ahmad Salem/Reuters)
Un convoi américain en Syrie. (Ahmad Salem / AFP)
Un convoi américain en Syrie. Ahmad Salem / Sipa
Un convoi américain en Syrie (© AFP/Archives)
Un convoi américain en Syrie. (©Ahmad Salem/AP/SIPA)
Un convoi américain en Syrie. Image : Reuters
Un convoi américain en Syrie. Photo d'archives
Un convoi américain en Syrie. Photo d'illustration.
Un convoi américain en Syrie. Photo Ahmad Salem
Un convoi américain en Syrie. Photo : DR
Un convoi américain en Syrie le 3 mars 2020. AP - Ahmad Salem
Un convoi américain en Syrie le 3 mars 2020. © AP/Ahmad Salem
Un convoi américain en Syrie le 3 mars 2020. | AHMAD SALEM / AFP
Un convoi américain en Syrie le 3 mars 2020 (image tirée d'une vidéo)
""",
    "caption-cue": """
Sur cette photo prise le 3 mars 2020, des manifestants traversent un pont de Bagdad.
Photo prise le 3 mars 2020 montrant des manifestants sur un pont
Capture d'écran de la chaîne Al-Iraqiya
Photo non datée
Cette photo d'archives du 3 mars 2020 montre un convoi américain en Syrie.
Dans cette photo d'archives, un convoi américain en Syrie
Photo diffusée par l'armée irakienne d'un convoi américain
Image tirée d'une vidéo de la milice
""",
    "comments": """
Laisser un commentaire
Laisser un commentaire Annuler la réponse
Laissez un commentaire
Ajouter un commentaire
Poster un commentaire
Aucun commentaire
0 commentaire
3 commentaires
12 commentaires
Commentaires (12)
commentaires (0)
Voir les commentaires
Soyez le premier à commenter
Soyez le premier à réagir
Réagir à cet article
Les commentaires sont fermés
Les commentaires sont fermés.
Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *
Votre adresse de messagerie ne sera pas publiée.
Les champs obligatoires sont indiqués avec *
Enregistrer mon nom, mon e-mail et mon site dans le navigateur pour mon prochain commentaire.
Ce site utilise Akismet pour réduire les indésirables. En savoir plus sur comment les données de vos commentaires sont utilisées.
Leave a comment
Leave a Reply
No comments yet
Connectez-vous ou créez un compte pour pouvoir commenter cet article.
L'espace des commentaires est ouvert aux inscrits.
Vos réactions doivent respecter nos CGU.
Écrire un commentaire
Laisser une réponse
Laisser une réponse Annuler la réponse
Rejoindre la conversation
Ajoutez votre commentaire
Laisser un avis
Laisser votre commentaire
Laissez votre commentaire
Écrivez votre commentaire
Votre commentaire
Vos commentaires
Publier un commentaire
Envoyer un commentaire
Ajouter un avis
Afficher les commentaires
Voir les 12 commentaires
Lire les commentaires
1 commentaire
Un commentaire
Commentaires fermés
Les commentaires sont désactivés
Vous devez être connecté pour publier un commentaire.
Soyez le premier à donner votre avis
Soyez le premier à commenter cet article
Sauvegarder mon nom, e-mail et site web dans ce navigateur pour la prochaine fois que je commenterai.
Prévenez-moi de tous les nouveaux commentaires par e-mail.
""",
    "cookies": """
Accepter les cookies
Tout accepter
Continuer sans accepter
Ce site utilise des cookies pour améliorer votre expérience de navigation.
Nous utilisons des cookies pour vous garantir la meilleure expérience sur notre site.
En poursuivant votre navigation sur ce site, vous acceptez l'utilisation de cookies.
Pour afficher ce contenu, il est nécessaire d'accepter les cookies et autres traceurs.
Gérer mes préférences
Gestion des cookies
Paramétrer les cookies
Votre consentement
Nous et nos partenaires utilisons des cookies pour stocker des informations sur votre appareil.
Tout refuser
Accepter et fermer
Accepter & continuer
J'accepte
En savoir plus sur l'utilisation des cookies
Vous pouvez modifier vos préférences à tout moment.
Ce contenu a été bloqué
Vous avez refusé les cookies
""",
    "copyright": """
Tous droits réservés
© 2020 AFP. Tous droits réservés.
© 2020 Le Journal
Copyright © 2020
Copyright 2020 Agence France-Presse
Toute reproduction interdite
Les opinions exprimées dans cet article n'engagent que leur auteur.
Les opinions exprimées dans cet article sont celles de l'auteur et ne reflètent pas nécessairement celles de la rédaction.
Copyright AFP. Tous droits de reproduction réservés.
Reproduction interdite
Copyright photo : AFP
Copyright
© Tous droits réservés
Tous droits réservés ©
© AFP 2020
© 2020 Sputnik. Tous droits réservés
(c) AFP
© Copyright Thomson Reuters 2020
Toute reproduction, même partielle, est interdite.
Reproduction interdite sans autorisation
Les propos tenus dans cet article n'engagent que leur auteur.
Le contenu de cet article n'engage que son auteur
Les articles publiés sur ce site n'engagent que leurs auteurs.
L'opinion exprimée dans cet article n'engage que son auteur.
Licence Creative Commons
""",
    "date-line": """
Publié le 11/06/2020
Publié le 11 juin 2020 à 14h32
Publié le : 12/03/2020 - 07:23
Publié le : 12/03/2020 - 07:23Modifié le : 12/03/2020 - 10:34
Publié le 12 mars 2020 à 07h23, mis à jour le 12 mars 2020 à 10h34
Publié aujourd'hui à 10:23
Mis à jour le 12 mars 2020 à 10:34
Mise à jour : 12/03/2020
Dernière mise à jour : le 12 mars 2020 à 10h34
Modifié le 12/03/2020 à 10:34
Ce contenu a été publié le 08 juillet 2020 - 03:52
Posted on July 8, 2020
Published July 8, 2020
Last updated: 8 July 2020 10:23 GMT
Date de publication : 08/07/2020
Published at: 2025-07-08 08:49:15
Article en cours de mise à jour
Cet article sera mis à jour
Mis en ligne le 12/03/2020
Mis en ligne le 12 mars 2020 à 10h00
Article publié le 12 mars 2020
Publié : 12 mars 2020 à 10h23
Publié le mercredi 12 mars 2020 à 10:23
Publié il y a 3 heures
Publié hier à 10:23
Dernière modification : 12/03/2020
Dernière mise à jour 12.03.2020 10:23
Actualisé le 12 mars 2020
Créé le 12/03/2020
Créé le 12.03.2020 à 10h23
Modifié : 12 mars 2020, 10:23
MAJ 12 mars 2020
Mis à jour : 12 mars, 10:23
""",
    "donation": """
Faire un don
Faites un don
Faites un don pour soutenir un média indépendant
Soutenez-nous
Soutenez-nous !
Soutenez-nous sur Tipeee
Soutenez notre média indépendant
Soutenez le journalisme indépendant
Aidez-nous à rester indépendants
Je fais un don
Je soutiens
Nous soutenir
Appel aux dons
Paypal
Tipeee
Donate
Support us
Votre soutien est essentiel pour nous permettre de continuer.
Pour lire la suite, abonnez-vous
Pour soutenir notre travail, faites un don.
Aidez-nous à informer, faites un don !
Votre aide est précieuse
Contribuez à notre indépendance
Faire un don à la rédaction
Je donne
Faites un don maintenant
Pour nous aider
Pour nous soutenir
Aidez-nous
Aidez-nous à continuer
Aidez-nous à grandir
Soutenir le site
Soutenez le site
Nous avons besoin de vous !
Merci de nous soutenir
Si vous appréciez notre travail, merci de nous soutenir
Chaque don compte
Un petit don serait le bienvenu
Faites un don via PayPal
Buy me a coffee
Don par Paypal
""",
    "follow-us": """
Suivez-nous sur Telegram
Suivez-nous sur Facebook et Twitter
Suivez nous sur Google News
Suivez France 24 sur Telegram
Suivez RT en français sur Facebook
Retrouvez-nous sur YouTube
Rejoignez-nous sur Telegram pour ne rien manquer de l'actualité
Abonnez-vous à notre chaîne Telegram
Follow us on Twitter
Copiez-collez cette URL dans votre site WordPress pour l'inclure
Suivez toute l'info de RT France sur Telegram
Suivez notre chaîne YouTube
Notre page Facebook
Notre chaîne Telegram
Retrouvez cet article sur notre page Facebook
""",
    "link": """
https://www.example.org/irak/2020
pic.twitter.com/abc123
""",
    "navigation": """
Accueil > Monde > Moyen-Orient
Article précédent
Article suivant
Article suivant : Bagdad sous la pluie
Next article
Navigation de l'article
Aller au contenu
Aller au contenu principal
Skip to content
Haut de page
Retour à l'accueil
Retour en haut de page
Mentions légales
Politique de confidentialité
Qui sommes-nous ?
Contactez-nous
Menu
Rechercher
Tous les articles de Jean Dupont
À propos de l'auteur
Cet article vous est offert
Plus d'articles de cet auteur
Version imprimable
Recevez nos actualités
S'identifier
Accueil » Monde » Irak
Accueil › Monde
Home > World > Middle East
Vous êtes ici : Accueil > Monde
← Article précédent
Article suivant →
← Bagdad sous la pluie
Retour à la liste
Tous les articles
Plan du site
CGU
CGV
Nous contacter
""",
    "newsletter": """
Newsletter
La newsletter
Inscrivez-vous à notre newsletter
Inscrivez-vous gratuitement à notre newsletter quotidienne
S'inscrire à la newsletter
S'abonner à la newsletter
Abonnez-vous à notre newsletter pour recevoir l'essentiel de l'actualité
Recevez chaque matin l'essentiel de l'actualité par e-mail
Recevez toute l'actualité internationale directement dans votre boite mail
Recevez nos alertes
Je m'inscris
Je m'abonne
Votre adresse e-mail
Votre e-mail
Entrez votre adresse e-mail
Sign up for our newsletter
Subscribe to our newsletter
Téléchargez notre application
Téléchargez l'application France 24
Emportez l'actualité internationale partout avec vous ! Téléchargez l'application France 24
Suivez toute l'actualité internationale en téléchargeant l'application RFI
Retrouvez toute l'actualité du Moyen-Orient sur notre site
Nos newsletters
Newsletter gratuite
Recevoir les alertes
Activer les notifications
Abonnez-vous à la newsletter
Je m'inscris à la newsletter
S'inscrire gratuitement
Inscription newsletter
Inscrivez-vous
Inscrivez-vous ici
Inscrivez-vous pour recevoir nos articles par mail
Recevez nos newsletters
Recevez notre newsletter chaque matin
Recevez les alertes info
Ne manquez rien de l'actualité
Ne ratez plus aucune info
Restez informé
Restez connecté
Notre newsletter quotidienne
La lettre d'information
Lettre d'information
Votre adresse email
Adresse e-mail
Email
Saisissez votre email
En vous inscrivant, vous acceptez nos conditions d'utilisation.
Vous pouvez vous désinscrire à tout moment
Vous pouvez vous désabonner à tout moment.
Merci de votre inscription
E-mail *
""",
    "original-article": """
Vous pouvez lire l’article original ici
Lire l'article original
Article original : https://example.org/article
Source de l'article original (en anglais)
Lien vers l'article original
Source link
Cet article a été publié initialement sur un site partenaire
""",
    "paywall": """
Abonnez-vous
S'abonner
Se connecter
Déjà abonné ? Connectez-vous
Déjà abonné ? Se connecter
Article réservé aux abonnés
Cet article est réservé aux abonnés
Cet article est réservé aux abonnés.
Il vous reste 53.2% de cet article à lire. La suite est réservée aux abonnés.
La suite est réservée aux abonnés.
Profitez de notre offre à 1 € le premier mois
À partir de 1 € par mois
Sans engagement
Réservé aux abonnés
Connectez-vous pour laisser un commentaire
Abonnez-vous à partir de 1€
Découvrez nos offres
Accéder à votre espace abonné
Réservé à nos abonnés
Rejoignez nos abonnés
Abonnez-vous gratuitement
Lisez la suite pour 1 €
Cet article est réservé à nos abonnés
Contenu réservé aux abonnés
Abonné ?
Pas encore abonné ?
Déjà inscrit ?
Identifiez-vous
Accès abonnés
J'en profite
J'en profite !
Je m'abonne à partir de 1€
1er mois offert
1€ le premier mois
Accès illimité
Offre d'essai
Connectez-vous pour commenter
""",
    "player": """
Écouter l'article
Écouter cet article
Ecouter - 02:23
Votre navigateur ne supporte pas la lecture de vidéos
Votre navigateur ne supporte pas le format audio
Voir la galerie
Agrandir l'image
Plein écran
Vidéo suivante dans 5 secondes
Autres vidéos
Vidéo - À Bagdad, la peur des milices
Ce contenu n'est pas disponible
Impossible de charger la vidéo
Une erreur est survenue
Lecteur vidéo
Lancer la vidéo
Regarder la vidéo
Vidéo : les images de l'attaque
Voir la vidéo ci-dessous
Écouter le podcast
Voir les photos
Cliquez pour agrandir
""",
    "read-more": """
Lire aussi : Irak, trois roquettes tirées sur la Zone verte
Lire aussi Irak : trois roquettes tirées sur la Zone verte
LIRE AUSSI > Irak : trois roquettes tirées sur la Zone verte
À LIRE AUSSI - Irak : trois roquettes tirées sur la Zone verte
À lire aussi :Irak : trois roquettes tirées sur la Zone verte
A lire aussi : Washington prépare un retrait partiel d'Irak
À lire également : Washington prépare un retrait partiel d'Irak
A lire : Washington prépare un retrait partiel d'Irak
» Lire aussi - Washington prépare un retrait partiel d'Irak
→ À LIRE. Washington prépare un retrait partiel d'Irak
► Lire aussi : Washington prépare un retrait partiel d'Irak
▶️ À VOIR AUSSI - La conférence de presse du président
Lire plus: Washington prépare un retrait partiel d'Irak
Lire aussi notre dossier spécial
Lire également
Voir aussi : la vidéo des frappes
Voir aussi
Pour en savoir plus : Washington prépare un retrait partiel d'Irak
Pour aller plus loin
En savoir plus
En savoir plus sur ce sujet
Lire la suite
Lire la suite...
Lire l'article complet
Voir plus
Voir plus d'articles
Read more: Iraq wants troops out
READ ALSO: Iraq wants troops out
Read more
See also
Sur le même sujet
Sur le même sujet :
Dans la même rubrique
Articles similaires
Articles liés
Sujets associés
À ne pas manquer
Vous aimerez aussi
Ces articles pourraient vous intéresser
Vous pourriez aussi aimer
Cela pourrait vous intéresser
La rédaction vous conseille
Les plus lus
Articles les plus lus
Dernières nouvelles
Dernières actualités
Nos dernières vidéos
Related articles
Related Posts
More from Middle East
You may also like
Most read
Voir la vidéo
[Lire la suite]
Lire la suite »
Voir l'article complet
Voir tous les articles de Jean Dupont
Toute l'actualité en direct
Suivre l'actualité en direct
Lire notre dossier
Notre dossier : l'Irak après Daech
Relire : notre entretien avec le Premier ministre
Voir aussi sur France 24 : les milices irakiennes
À voir aussi : À Bagdad, la peur des milices
À écouter : le retrait américain en débat
Regardez : les images de l'attaque
Fil info
Plus d'actualités
Du même auteur
Dans l'actualité
Top 5 des articles
A lire sur le même sujet
À lire sur notre site : Le retrait américain en cinq questions
Lire l’analyse : Le retrait américain en cinq questions
Lire notre analyse : Le retrait américain en cinq questions
Lire l'entretien : Le retrait américain en cinq questions
Lire le reportage : Dans Bagdad assiégée
Lire encore : Le retrait américain en cinq questions
Sur le même thème
Lire notre éditorial
Voir notre infographie
Voir aussi notre dossier : l'Irak en guerre
Voir le dossier
Consulter l'article
Plus de détails à suivre
Plus de détails à venir...
Plus d'informations à suivre.
Également à lire
Également dans l'actualité
D'autres articles
Autres articles
Dans la même catégorie
Vous pourriez être intéressé par
À découvrir
A découvrir aussi
Recommandé pour vous
Actualités liées
Nouvelles connexes
Thèmes liés
Articles récents
Le fil info
Les dernières infos
Toute l'actualité
L'actualité en continu
Les titres de la matinée
Lire la vidéo
Cliquez ici pour voir la vidéo
Lire la suite de l'article
""",
    "read-time": """
7 min de lecture
Temps de lecture : 3 min
Temps de lecture : 3 minutes
Temps de Lecture 2 min.
Lecture 3 min.
Lecture : 4 mn
3 minutes de lecture
3 min read
Reading time: 4 minutes
Temps de lecture estimé : 5 minutes
Durée de lecture : 2 min
1 minute à lire
Lecture : 1 minute(s)
""",
    "separator": """
*****
----------
• • •
___________
* * *
***
===
~~~~
###
""",
    "share-buttons": """
Partager
Partager :
Partagez :
Partager sur FacebookPartager sur TwitterEnvoyer cet article
Partager sur Facebook
Facebook Twitter WhatsApp LinkedIn
FacebookTwitterWhatsAppEmail
Partager sur Facebook (s'ouvre dans une nouvelle fenêtre)
Cliquez pour partager sur Twitter(ouvre dans une nouvelle fenêtre)Cliquez pour partager sur Facebook(ouvre dans une nouvelle fenêtre)
Partager  Tweeter  Envoyer  Imprimer
Imprimer
Envoyer par e-mail
Envoyer par mail
Envoyer à un ami
Copier le lien
Lien copié
Partager par Whatsapp
Partager via Telegram
Partager l'article
Partager cet article
Share this article
Share on Facebook Share on Twitter
Share Tweet Pin it
Tweet
Partages
Tweeter
Partagez cet article !
Partagez cet article sur les réseaux sociaux
Lire plus tard Google Actualités Partager Facebook Bluesky E-mail Copier le lien Envoyer
Envoyer cet article par e-mail
Partager sur :
Partager sur Twitter
Partager sur Linkedin
Partager par email
Partagez sur Facebook
Partager l'info
Offrir cet article
Partager cette info
Partagez l'article
Partager avec vos amis
Envoyer l'article
Share via Email
Print this page
12 partages
""",
    "share-plea": """
N'hésitez pas à partager cet article autour de vous !
Vous aimez cet article ? Partagez-le avec un ami !
Vous avez aimé cet article ? Partagez-le !
Cet article vous a plu ? Soutenez-nous !
J'aime ça :
J’aime chargement…
WordPress: J'aime chargement…
Faites passer l'info
Chargement...
""",
    "source-credit": """
Avec AFP
(Avec AFP)
(avec AFP)
Avec Reuters
Avec AFP et Reuters
AFP
Avec agences
(Avec agences)
Source : AFP
Source: Agence Anadolu
Sources : AFP, Reuters
Traduction : Jean Dupont
Traduit de l'anglais par Jean Dupont
Traduit par Jean Dupont
(Reportage Ahmed Salim, avec John Martin ; version française Jean Dupont)
(Jean Dupont, édité par Marie Durand)
Photo AFP
Getty Images
Source: Avec AFP
Source: Lire l'article complet de Réseau Exemple
Ahmad Salem, Agence France-Presse
Ahmad Salem Agence France-Presse
Agence France-Presse
La Presse canadienne
PHOTO AHMAD SALEM, AGENCE FRANCE-PRESSE
Rédaction avec AFP
(AFP)
(ATS/AFP)
avec agences
Source : lexpress.fr
Source : communiqué du ministère
Sources: agences
Via : Al-Ahed
Traduit par la rédaction
Traduction de l'anglais : Jean Dupont
Traduit de l'arabe par notre rédaction
Photo Reuters
La Rédaction
""",
    "tags": """
#Irak #Iran #USA
#Irak#Iran
Mots clés
Mots-clés : Irak, Iran
Mots clés : Irak, Iran, États-Unis
Tags
Tags :
Tags: Irak, Iran
Étiquettes : Irak, Iran
Hashtags
Classé dans : Monde
Mots-clefs
Mots-clés
Tag
Étiqueté avec : Irak
Étiquettes
Catégorie : Monde
Classé sous : Monde
""",
}

# What is furniture at the head of a page beside other furniture, or at its foot.
AT_THE_EDGES = {
    "advertising": """
Annonce
Annonces
""",
    "comments": """
Poster
12 réactions
Signaler un abus
Comment *
Commentaires
commentaires
Réactions
Commentaire
Nom *
Site web
Répondre
""",
    "cookies": """
Accepter
J'accepte les conditions
Personnaliser
Configurer
""",
    "counter": """
1.2k
""",
    "date-line": """
Première publication : 12 mars 2020
8 juillet 2020
8 juillet 2020 à 03h52
mercredi 8 juillet 2020
Le 8 juillet 2020
8 juil. 2020, 10:23
Sep 27, 2020 15:14 UTC
July 8, 2020
Il y a 3 heures
10:23 - 8 juillet 2020
Bagdad, le 8 juillet 2020
AFP, le 8 juillet 2020 à 10h23
OLJ / AFP, le 08 juillet 2020 à 10h23
""",
    "donation": """
Ce site vit grâce à vos dons.
""",
    "navigation": """
Flash info
Alerte info
News
Δ
Irak, Iran, Etats-Unis
Accueil / Monde / Irak
Précédent
Suivant
Suivant »
Previous
Next
Retour
Contact
OK
in
by
Accueil
Monde
International
Moyen-Orient
POLITIQUE
Actualités
Monde | Moyen-Orient
Publié le
Vidéo
123 vues
Fermer
""",
    "player": """
Diaporama
En images
""",
    "read-time": """
3 min
3 mn
""",
    "share-buttons": """
Recommander
08/07/2020
2020-07-08
08.07.2020 10:23
Facebook
Twitter
1/12
02:34
""",
    "source-credit": """
Jean Dupont avec AFP
J.D. avec AFP
(Reuters)
(Belga)
Le Monde avec AFP
France 24 avec AFP
Rédaction
""",
    "tags": """
Tags Irak Iran
Catégories
Publié dans Monde
Thèmes : Irak, Iran
Sujets : Irak, Iran
Thèmes
Sujets
""",
}

# What looks like furniture and is text: it stays wherever it stands.
TEXT = """
Partager le pouvoir
Partager le pouvoir, disait-il, n'est pas le perdre.
Partager l'information avec Bagdad était le premier des engagements.
Partagez le pain, répétait l'imam aux fidèles venus l'écouter.
« Partagez cette vidéo », demandait le message diffusé par la milice.
Relation USA/Hachd
Facebook a supprimé mardi des comptes liés à la milice.
Twitter a suspendu le compte du commandant.
La newsletter du ministère annonçait déjà le départ des conseillers.
Dans sa newsletter, le centre d'études invite ses abonnés à la prudence.
L'inscription à la newsletter du ministère était obligatoire pour les journalistes.
Les dons affluaient par PayPal sur le compte de l'association.
PayPal a gelé le compte de l'association proche de la milice.
Le Premier ministre appelle aux dons pour les déplacés de Mossoul.
Faire un don était devenu, à Mossoul, un acte politique.
Soutenez l'armée, a lancé le général devant ses troupes.
« Soutenez-nous », a lancé le général à la foule.
Lire entre les lignes
Lire aussi dans ce geste un avertissement serait excessif.
Voir Bagdad et partir
Voir aussi loin que possible, telle était la consigne donnée aux guetteurs.
À voir la foule, le pouvoir a compris que la rue ne céderait pas.
À lire les communiqués, rien n'a changé depuis janvier.
Pour en savoir plus, les enquêteurs ont interrogé les gardes.
Pour aller plus loin, Washington devra convaincre le Parlement.
Plus d'informations sont attendues dans la journée.
Pour mémoire : en 2014, Bagdad avait rappelé les Américains.
Par ailleurs, le ministre a reçu l'ambassadeur.
Par crainte de représailles
Par prudence, l'ambassade a évacué une partie de son personnel.
Par Allah, nous résisterons !
Publié le 3 juillet, le rapport accuse la milice.
Publié lundi, le communiqué ne nomme personne.
Mis à jour chaque année, le registre compte 2 500 noms.
Le communiqué publié le 8 juillet 2020 ne dit rien des effectifs.
Le 3 janvier 2020, tout bascule.
En janvier 2020, le Parlement a voté.
Photos à l'appui, le ministre a démenti.
Les photos de l'attaque, publiées par l'armée, montrent un camion.
Une photo de la scène a circulé sur Telegram.
Sur les images, on voit trois hommes.
Des images satellite montrent l'étendue des dégâts sur la base.
L'image du pays en souffre.
Selon l'AFP, trois roquettes ont visé la base.
Trois roquettes ont visé la base, selon une source de sécurité citée par l'AFP.
Le porte-parole l'a confirmé à Reuters.
Source de tensions depuis des mois, le dossier reste ouvert.
Sources de revenus
Commentaire d'un diplomate : « Personne ne sait. »
Les commentaires du général ont surpris Bagdad.
Aucun commentaire n'a été fait par le Pentagone.
Le Pentagone s'est refusé à tout commentaire.
Réagir vite, telle est la consigne.
Réagissez ! lance un manifestant.
La publicité du régime s'étale sur les murs.
Accepter le dialogue
Accepter les conditions de Washington serait une défaite.
Les droits réservés aux minorités restent lettre morte.
L'accès à la zone est réservé aux abonnés de la compagnie nationale.
Abonnez-vous au malheur, ironise un commerçant de Bagdad.
Suivez-nous, ordonnent les soldats aux journalistes.
Suivez l'argent, et vous trouverez la milice.
Retrouvez le calme, a demandé le Premier ministre aux manifestants.
Rejoignez les rangs de la Résistance, proclame l'affiche.
Les mots clés du discours : souveraineté, retrait, calendrier.
Le dernier mot
Contexte
Une guerre sans fin
Trois mois après
Menace ou bluff ?
« Nous briserons les os des occupants »
«Nous ne partirons pas»
« Non. »
Il n'y a pas de plan B.
Washington recule.
Que va-t-il se passer maintenant ?
L'Iran en embuscade
Les milices, État dans l'État
1. Un retrait sans calendrier
Premier scénario : le statu quo
Dernières heures à Bagdad
Le ministre a répondu aux questions des lecteurs sur le site du journal.
(CNSNews.com) – Le mot ne figure pas dans le texte.
BAGDAD (AFP) - Trois roquettes ont visé la base.
Bagdad - Trois roquettes ont visé la base.
Washington, Bagdad, Téhéran : trois capitales, un même calcul
Cliquez, tirez, tuez : la guerre des drones vue d'un bureau.
Le général a demandé aux journalistes d'éteindre leurs téléphones (photos interdites).
Le texte prévoit que les forces restantes partent avant la fin de l'année (Source : ministère de la Défense).
Votre soutien nous honore, a dit le président à ses alliés.
Nous avons besoin de vous, a lancé le ministre aux tribus.
Nous avons besoin de l'aide américaine, a reconnu un officier irakien.
Connectez-vous à la réalité, a lancé un député.
Inscrivez-vous sur les listes électorales, demande la commission.
La lecture du communiqué a duré 3 minutes.
Il lui reste 20 % de ses troupes.
Il vous reste peu de temps, a prévenu le général.
Menu du jour : la faim.
Les articles les plus sensibles du texte n'ont pas été publiés.
La suite est connue.
La suite après le retrait
Le journal a publié sur son site la liste des signataires.
Le site du ministère est resté inaccessible toute la journée.
La vidéo, diffusée par la milice, dure deux minutes.
Vidéo à l'appui, la milice a revendiqué l'attaque.
Le ministre a déclaré à l'Agence France-Presse que le calendrier serait tenu.
Accord USA/Iran
La rencontre Trump/Kadhimi
Dialogue Bagdad/Washington : trois points d'accord
Un mort, trois blessés (bilan provisoire)
Le bilan est de trois morts, selon le ministère (communiqué)
Et après ?
Ce que dit le texte
Ce que l'on sait
Ce qu'il faut retenir
Ni guerre ni paix
Vers un retrait ?
Le précédent de 2011
Après l'attaque
Face à Daech
L'après-Soleimani
- le retrait des troupes de combat d'ici à la fin de l'année ;
- le maintien de conseillers auprès de l'armée irakienne ;
- la fermeture de trois bases.
• Le retrait des troupes de combat
Question : quand partiront les Américains ?
Réponse : personne ne le sait.
Q : Quand partiront les Américains ?
R : Personne ne le sait.
Nous publions ci-dessous le texte intégral du communiqué.
Voici le texte du communiqué :
Le texte original en arabe parle d'un « calendrier ».
L'article original de la Constitution interdit les bases étrangères.
La version originale du texte ne contenait pas cette phrase.
Traduit en arabe, le mot prend un autre sens.
Traduit devant un tribunal, le milicien a tout avoué.
Par la voix de son porte-parole, le gouvernement a démenti.
Par Bagdad passent toutes les routes du trafic.
Avec l'Iran, la rupture est consommée.
Avec Washington
Auteur de l'attentat, le groupe a promis d'autres frappes.
Auteur présumé : la milice
Journaliste à Bagdad, il a reçu des menaces.
De notre point de vue, a-t-il dit, rien ne change.
8 juillet 2020, 3 heures du matin : les sirènes retentissent.
3 janvier 2020 : la frappe.
Juillet 2020, le tournant
Dans la nuit du 3 au 4 janvier
Il y a 3 ans, Mossoul était reprise.
Il y a trois jours encore, personne n'y croyait.
Hier, le Parlement a voté.
Aujourd'hui, le Parlement doit voter.
Demain la paix
Environ 3 minutes ont suffi aux drones.
Accepter un calendrier, c'est déjà partir.
Refuser le dialogue
Gérer la crise
Continuer sans accepter de compromis, telle est la ligne du parti.
Tout accepter, tout signer : la méthode du ministre inquiète.
Fermer l'ambassade
Rechercher la paix
Retour à Bagdad
Retour en arrière
Contactez l'ambassade, recommande le ministère à ses ressortissants.
Navigation dans le Golfe : un convoi sous escorte
Menu peuple, grandes manœuvres
Les dernières nouvelles du front sont mauvaises.
Les plus lus des éditorialistes du pays s'en sont pris au ministre.
Dans l'actualité de cette semaine, deux dates.
Les cookies de l'ambassadeur
Tous droits réservés aux vainqueurs, la paix se signera sans eux.
La liberté d'expression, réservée aux abonnés du pouvoir.
Le don d'ubiquité du général
Dons et promesses
Donner, c'est gouverner.
Soutenir Bagdad sans fâcher Téhéran
Aider l'armée irakienne
Aidez-nous, ont écrit les habitants sur les murs.
Commentez, analysez, mais ne décidez pas : c'est le sort des alliés.
Abonné aux crises, le pays s'en remettra.
Abonnés absents
Signaler un suspect
Imprimer sa marque
Envoyer des troupes
Envoyer un message à Téhéran
Copier le modèle américain
Publier la vérité
Enregistrer les armes
Sauvegarder l'unité
Télécharger la guerre
Écouter la rue
Écouter : c'est tout ce que demande la rue.
Regarder ailleurs
Voir plus loin
Découvrir Bagdad
Lire l'Irak
Relire 2003
Restez connectés au réel, conseille le vieux général à ses élèves.
Restez à l'écoute des tribus, lui avait-on recommandé.
Inscrivez-vous dans la durée, a conseillé l'ambassadeur.
Lettre d'un général à ses soldats
La lettre du Premier ministre au président américain tient en deux pages.
Le courriel du ministère précise que la base restera fermée.
Merci aux soldats, a dit le président.
Merci de votre aide, a écrit le gouverneur aux humanitaires.
Chaque don de sang compte, rappelle l'hôpital de Mossoul.
Vidéo : la preuve que l'armée attendait.
Vidéosurveillance : Bagdad s'équipe
Image d'une défaite
Images de guerre
Photo de famille à Bagdad
Une photo, trois versions
Sur la photo, le commandant sourit.
Cette photo a fait le tour du monde.
Cette image d'un soldat en pleurs a bouleversé le pays, qui n'avait pas oublié 2014.
Capture d'un chef de Daech à Kirkouk
Illustration de cette défiance : le vote du 5 janvier.
Archives du renseignement : ce que disent les documents
Crédit et dette : l'Irak au bord du gouffre
Crédit : le gouvernement irakien emprunte cinq milliards de dollars pour payer ses fonctionnaires.
Légende vivante de la Résistance, il a été tué en janvier.
Le correspondant de guerre raconte.
Avec notre aide, ils tiendront, jure un officier.
Avec la contribution de la coalition, l'armée a repris le village.
De notre aide dépend leur survie.
Texte contre texte, les deux capitales s'affrontent.
Texte : la souveraineté est indivisible, dit l'article premier.
Auteurs et complices ont été arrêtés.
Traduction : Washington restera.
Source : de qui viennent les armes ?
Source intarissable de conflits, le partage du pétrole divise.
Via la Syrie, les armes arrivent au Liban.
Version officielle et version américaine
Correspondance de guerre
Article 5 : les troupes étrangères quittent le territoire.
Article premier. Le Parlement est souverain.
L'article 57 de la Constitution est clair.
Page 12, le rapport évoque trois mille hommes.
Rubrique nécrologique
Une page se tourne
La page est tournée
Le site de Taji
Le site a été bombardé.
Les sites visés
Actualité d'un conflit oublié
Information ou propagande ?
Info ou intox
Dossier nucléaire : l'impasse
Dossier sensible
Thème central de la visite : l'énergie.
Sujet tabou
Sujets de discorde : le calendrier, les bases, les milices
Région par région, les forces en présence
Pays en ruine, peuple debout
Catégorie à part
Tags et graffitis couvrent les murs de la place Tahrir.
Mots clés en main, les censeurs filtrent les messages.
Suivant ses conseillers, il a reculé.
Suivant le calendrier, tout sera fini en décembre.
Précédent historique
Retour de flamme
Retour des troupes
Contact rompu
Contacts secrets à Oman
Fermer les yeux
Édition spéciale de la guerre
À propos de ce raid, le ministre a parlé d'erreur.
À propos du retrait
Haut de gamme, bas de plafond
En direct de Bagdad, les chaînes montraient la foule.
En direct de la place Tahrir
Direct et brutal
Live-tweeter la guerre
Facebook, arme de guerre
Twitter contre Washington
Telegram, le canal des milices
WhatsApp, mode d'emploi des manifestants
Message reçu
Message : la patience a des limites.
Nom de code : Soleimani
Nom de guerre
Site web piraté
Répondre à l'Iran
Réponse attendue
Poster des soldats à la frontière
Signaler la présence de drones
Annuler la visite
Valider l'accord
Configurer l'avenir
Personnaliser le pouvoir
Paramètres d'un conflit
Préférences américaines
Consentement forcé
Partenaires et rivaux
Nos partenaires américains doivent respecter notre souveraineté, dit-il.
Nos alliés, nos erreurs
Notre page d'histoire s'écrit ici, a lancé un député.
Vos enfants vous jugeront, a-t-il crié.
Votre avis compte peu
Annonce choc à Bagdad
Annonces et silences
Pub et guerre
Offre de paix
Offre américaine
Accès interdit
Accès refusé
Compte à rebours
Compte rendu d'une visite
Mot de passe : patience
Créer un précédent
Gratuité des soins
Alerte sur Bagdad
Alertes rouges
Application de l'accord
Notification officielle
Email du général
Audio truqué
Son et fureur
Pause humanitaire
Lire l'avenir
Lire le texte de l'accord, c'est comprendre le renoncement.
Lire la Constitution
Voir la vidéo ne suffit pas à comprendre.
Voir les images a bouleversé les familles.
Voir plus grand
Regarder l'Irak en face
Relire l'histoire
À revoir : toute la stratégie américaine, selon lui.
Également en cause, la corruption.
Également visée, la base d'Erbil a été touchée.
Découvrez-vous devant nos morts, ordonne le cheikh.
Retrouvez nos fils, supplient les mères de Sinjar.
Recevez nos condoléances, a écrit le roi.
Ne manquez pas ce rendez-vous avec l'histoire, a lancé le président aux députés.
Profitez de la trêve, conseille un officier aux civils.
Soutenir
Soutenir l'armée
Donner et recevoir
Aider
Partage du pouvoir
Partages et déchirures
Envoyés spéciaux et émissaires
Imprimés clandestins
Minuit, à l'aéroport
"""

# What is text between two paragraphs, such as a date in a chronology.
TEXT_WITHIN = """
3 janvier
3 janvier 2020
Mardi 7 janvier
03 h 15
"""


TITLE = "La capitale attend une réponse sur le calendrier du retrait"
PROSE = [
    "Le Parlement a adopté jeudi une résolution qui demande au gouvernement de mettre fin à la présence des forces étrangères.",
    "Une source au ministère a indiqué que les discussions techniques reprendraient la semaine prochaine dans la capitale.",
    "Les deux délégations se sont séparées sans annoncer de date, mais chacune a salué un climat qu'elle a jugé franc.",
    "Aucune des parties n'a souhaité donner de détails sur le nombre de soldats qui resteront sur place à la fin de l'année.",
]


def lines_of(text: str) -> list[str]:
    return text.strip().split("\n")


def judge(lines: list[str], **known: str) -> list[str | None]:
    """The rule of each line of a page."""
    written = [normalise(line)[0] for line in lines]
    return find_furniture(written, [fold(line) for line in written], **known)


@pytest.mark.parametrize("rule", ANYWHERE)
def test_furniture_is_removed_wherever_it_stands(rule):
    assert rule in RULES
    for line in lines_of(ANYWHERE[rule]):
        nothing = [None, None, None]
        assert judge([TITLE, *PROSE[:2], line, *PROSE[2:]]) == [*nothing, rule, None, None], line


@pytest.mark.parametrize("rule", AT_THE_EDGES)
def test_furniture_of_the_edges_is_removed_there_only(rule):
    for line in lines_of(AT_THE_EDGES[rule]):
        within = judge([TITLE, *PROSE[:2], line, *PROSE[2:]])
        head = judge([TITLE, "Publié le 8 juillet 2020", line, *PROSE])
        foot = judge([TITLE, *PROSE, line, "Laisser un commentaire"])
        assert rule in (head[2], foot[5]), line
        assert within == [None] * 6, line


def test_text_that_looks_like_furniture_stays():
    lines = lines_of(TEXT)
    assert len(lines) > 300
    for line in lines:
        assert judge([TITLE, line, *PROSE]) == [None] * 6, line
        assert judge([TITLE, *PROSE[:2], line, *PROSE[2:]]) == [None] * 6, line
        assert judge([TITLE, *PROSE, line]) == [None] * 6, line
    for line in lines_of(TEXT_WITHIN):
        assert judge([TITLE, *PROSE[:2], line, *PROSE[2:]]) == [None] * 6, line


# Where a line stands.


def test_dates_of_a_chronology_stay():
    page = [TITLE, "8 juillet 2020", PROSE[0], "3 janvier 2020", PROSE[1], "5 janvier 2020", PROSE[2]]
    assert judge(page) == [None, "date-line", None, None, None, None, None]


def test_the_section_above_a_known_title_goes():
    page = ["Affaires intérieures", TITLE, *PROSE]
    assert judge(page) == [None] * 6
    assert judge(page, title=TITLE) == ["navigation", *[None] * 5]


def test_dates_and_buttons_under_the_opening_paragraph_go():
    page = [TITLE, PROSE[0], "Mona Hassan avec AFP", "8 juillet 2020", "Partager", *PROSE[1:]]
    assert judge(page) == [None, None, "source-credit", "date-line", "share-buttons", None, None, None]


def test_numbers_count_as_counters_beside_furniture_only():
    assert judge([TITLE, *PROSE, "Partager", "128"])[-1] == "counter"
    assert judge([TITLE, *PROSE[:2], "128", *PROSE[2:]]) == [None] * 6


def test_the_last_line_of_a_dispatch_may_name_its_agency():
    within = "Des manifestants sur un pont de la capitale (AFP)"
    assert judge([TITLE, *PROSE[:2], within, *PROSE[2:]])[3] == "caption-credit"
    assert judge([within, *PROSE]) == [None] * 5
    assert judge([TITLE, *PROSE, "Le bilan pourrait encore s'alourdir (AFP)"])[-1] is None


# What follows a heading.


def test_the_headline_under_a_pointer_goes_and_the_text_after_it_stays():
    page = [
        TITLE,
        PROSE[0],
        "Lire aussi",
        "Pourquoi les partis temporisent encore à Bagdad",
        "Une trêve fragile",
        *PROSE[1:],
    ]
    assert judge(page) == [None, None, "read-more", "other-headlines", None, None, None, None]


def test_headlines_with_bullets_go_together():
    page = [
        TITLE,
        PROSE[0],
        "À lire aussi :",
        "• Les partis temporisent",
        "• Le prix du pain monte encore",
        PROSE[1],
        PROSE[2],
    ]
    assert judge(page) == [None, None, "read-more", None, None, None, None]
    page[3] = "• Les partis temporisent encore"
    assert judge(page) == [None, None, "read-more", "other-headlines", "other-headlines", None, None]


def test_headlines_after_the_end_go():
    others = ["Un séisme secoue le nord du pays", "Que faire ce week-end ?", "Football : la finale reportée à dimanche"]
    for end in ("Laisser un commentaire", "Sur le même sujet", "Les plus lus", "Partager", "Par Mona Hassan"):
        assert judge([TITLE, *PROSE, end, *others])[-3:] == ["other-headlines"] * 3, end
    assert judge([TITLE, *PROSE, *others])[-3:] == [None] * 3  # without a heading they may be anything


def test_keywords_under_their_heading_go():
    assert judge([TITLE, *PROSE, "Mots clés", "Irak", "défense", "États-Unis"])[-3:] == ["tags"] * 3


def test_previews_of_other_articles_go_only_after_the_end():
    previews = [
        "Un séisme secoue le nord du pays",
        "Le prix du pain monte encore",
        "Les boulangers de la capitale disent ne plus pouvoir tenir leurs tarifs.",
        "La finale reportée à dimanche",
    ]
    assert judge([TITLE, *PROSE, "Articles similaires", *previews])[-4:] == ["other-headlines"] * 4
    # The same heading before the article goes on.
    page = [TITLE, PROSE[0], "Articles similaires", "Un séisme secoue le nord du pays", *PROSE[1:]]
    assert judge(page) == [None, None, "read-more", "other-headlines", None, None, None]


def test_readers_comments_go():
    said = (
        "Tout cela était écrit depuis longtemps, et personne n'a voulu l'entendre. On s'étonnera encore dans dix ans."
    )
    page = [
        TITLE,
        *PROSE,
        "2 commentaires",
        "Mona dit :",
        "9 juillet 2020 à 10:12",
        said,
        "Répondre",
        "Karim dit :",
        said[:70] + ".",
    ]
    rules = judge(page)
    assert rules[5:] == [
        "comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
        "reader-comments",
    ]


def test_a_comment_prompt_above_the_article_hides_nothing():
    assert judge([TITLE, "Laisser un commentaire", *PROSE]) == [None, "comments", None, None, None, None]


def test_pleas_go_at_the_foot_and_their_like_stays_in_the_article():
    plea = (
        "Notre rédaction ne dépend d'aucun groupe et vit de ses lecteurs : si vous le pouvez, prenez un abonnement ou faites "
        "connaître notre site autour de vous, car aucune subvention ne viendra remplacer votre soutien."
    )
    assert judge([TITLE, *PROSE, plea])[-1] == "donation"
    assert judge([TITLE, *PROSE, plea, "* * *", "Partager"])[5] == "donation"
    assert judge([TITLE, PROSE[0], plea, *PROSE[1:]]) == [None] * 6
    assert judge([TITLE, *PROSE, f"« {plea} »"])[-1] is None


# What a page prints twice.

CAPTION = "Des cadets défilent devant le ministère de la Défense au nord de la capitale"


def test_a_caption_printed_twice_goes_with_both_copies():
    for one, two in [
        (f"{CAPTION}. (Photo par Mona Hassan / AFP)", f"{CAPTION}. (Photo par Mona Hassan / AFP)"),
        (CAPTION, f"{CAPTION} Armée"),
        (CAPTION, f"{CAPTION} - Crédit : Bureau de presse du ministère"),
        (f"Une image diffusée mardi : {CAPTION.lower()}.", f"Une image diffusée mardi : {CAPTION.lower()}."),
        (f"{CAPTION}, le 3 mars 2020.", f"{CAPTION}, le 3 mars 2020."),
        (
            "Une photo publiée par la cellule de presse montre un camion après le tir qui avait servi de prétexte à la riposte.",
            "Une photo publiée par la cellule de presse montre un camion après le tir qui a été pris pour prétexte à la riposte.",
        ),
    ]:
        rules = judge([TITLE, *PROSE[:2], one, two, *PROSE[2:]])
        assert rules[3] and rules[4] and {rules[3], rules[4]} <= {"caption-repeated", "caption-credit"}, one
        assert [rules[i] for i in (0, 1, 2, 5, 6)] == [None] * 5


def test_of_other_lines_printed_twice_the_first_stays():
    assert judge([TITLE, PROSE[0], PROSE[1], PROSE[0], PROSE[2]]) == [None, None, None, "repeated-line", None]
    assert judge([TITLE, PROSE[0], CAPTION, CAPTION, PROSE[1]]) == [None, None, None, "repeated-line", None]
    assert judge([TITLE, *PROSE, TITLE], title=TITLE)[-1] == "repeated-line"
    assert judge([f"{TITLE} - Le Courrier", TITLE, *PROSE], title=TITLE)[:2] == ["repeated-line", None]
    assert judge([TITLE, *PROSE, f"{TITLE} | Le Courrier"])[-1] == "repeated-line"


def test_short_lines_and_parallel_sentences_may_repeat():
    assert judge([TITLE, PROSE[0], "Le statu quo", PROSE[1], "Le statu quo", PROSE[2]]) == [None] * 6
    one = "Le 3 mars, une roquette est tombée près de l'ambassade sans faire de blessé ni de dégât important."
    two = "Le 5 mars, une roquette est tombée près de l'ambassade sans faire de blessé ni de dégât important."
    assert judge([TITLE, PROSE[0], one, two, PROSE[1]]) == [None] * 5


# Untrusted text must not hold the search up.


@pytest.mark.parametrize(
    "line",
    [
        "email" * 60,
        "partager " * 30,
        "a lire " * 40,
        "x" * 5000,
        "lire aussi " + "- " * 200,
        "(" * 300,
        "12 " * 100,
        "/ afp " * 40,
        "et " * 200,
    ],
)
def test_odd_lines_do_not_hold_the_search_up(line):
    judge([TITLE, *PROSE[:2], line, *PROSE[2:]])


# Whole pages, as sites of several kinds lay them out: + is furniture, = is the article.

PAGES = """
## national daily
+ International
+ Irak
= Irak : le premier ministre annonce un calendrier de retrait
= Après deux jours de discussions, les deux capitales se sont entendues sur une échéance, sans en préciser les contours.
+ Le Courrier avec AFP
+ Publié le 08 juillet 2020 à 03h52, mis à jour le 08 juillet 2020 à 11h12
+ Temps de Lecture 2 min.
+ Ajouter à vos sélections
+ Partager
= Le premier ministre irakien a annoncé mercredi que les troupes étrangères quitteraient le pays d'ici à la fin de l'année, selon un calendrier arrêté avec Washington.
+ Lire aussi  Article réservé à nos abonnés  En Irak, la rue contre les milices
= Le chef du gouvernement s'exprimait devant la presse, aux côtés du ministre des affaires étrangères, à l'issue d'un conseil extraordinaire.
= Colère des partis
= Les partis proches de l'Iran ont aussitôt dénoncé un texte « flou », qui laisserait selon eux plusieurs milliers d'hommes sur le sol irakien.
+ Lire aussi : Irak, les leçons d'un retrait
+ Il vous reste 42.12% de cet article à lire. La suite est réservée aux abonnés.
+ Le Courrier avec AFP
+ Contribuer
+ Réutiliser ce contenu
## daily for subscribers
+ Accueil
+ International
= À Bagdad, l'ombre des milices
= RÉCIT - Dans la capitale, les groupes armés proches de Téhéran contrôlent des quartiers entiers.
+ Par Jean Dupont
+ Publié le 12 mars 2020 à 18:45, mis à jour le 12 mars 2020 à 19:02
+ Copier le lien
+ Écouter cet article
+ 00:00/04:32
+ Des combattants du Hachd défilent à Bagdad, le 3 mars. Ahmad Salem/REUTERS
= Ils arrivent à la nuit tombée, par groupes de trois ou quatre, et personne n'ose leur demander leurs papiers. Dans ce quartier de l'est de Bagdad, tout le monde les connaît.
+ À LIRE AUSSI - Irak : le spectre d'une nouvelle guerre civile
= L'État, lui, est absent. Le commissariat a fermé en décembre, et les policiers qui restent ne sortent plus sans l'accord du chef local de la milice.
+ Cet article est réservé aux abonnés. Il vous reste 80 % à découvrir.
+ Vous avez envie de lire la suite ?
+ Débloquez tous les articles immédiatement.
+ Déjà abonné ? Connectez-vous
+ À Bagdad, l'ombre des milices
+ S'abonner
+ Partager
+ 12 commentaires
+ La rédaction vous conseille
+ Washington et Bagdad s'accordent sur un retrait
+ Iran : le guide suprême menace de riposter
+ Plus d'infos
## international radio
+ Moyen-Orient
= Irak: deux roquettes s'abattent près de l'ambassade américaine
+ Publié le : 21/07/2020 - 04:12
+ Modifié le : 21/07/2020 - 09:30
+ Un soldat irakien devant l'ambassade américaine, à Bagdad, le 2 janvier 2020. REUTERS/Thaier al-Hassan
+ Texte par : Radio Fleuve Suivre
+ 2 mn
+ Publicité
= Deux roquettes ont touché lundi soir la Zone verte de Bagdad, où se trouve l'ambassade des États-Unis, sans faire de victime, selon une source de sécurité.
= Avec notre correspondante à Bagdad, les détails de cette nouvelle attaque qui n'a pas été revendiquée.
= « Nous ne céderons pas », a répondu le Premier ministre dans la nuit.
+ (Avec AFP)
+ NewsletterRecevez toute l'actualité internationale directement dans votre boite mail
+ Je m'abonne
+ Suivez toute l'actualité internationale en téléchargeant l'application Radio Fleuve
+ Partager :
+ IrakÉtats-Unis
+ Sur le même sujet
+ Irak: le Premier ministre en visite à Téhéran
+ Le grand invité du Moyen-Orient
## state television
+ Jul 08, 2020 06:10 UTC
=   • Le chef du Hachd répond à Washington
= Le commandant en second des Hachd al-Chaabi a affirmé mardi que la présence américaine n'avait plus aucune base légale depuis le vote du Parlement.
+ Lire aussi: Irak: un convoi américain visé à Samawa
= S'exprimant sur la chaîne Al-Nahar, il a ajouté que la Résistance choisirait le moment et le lieu de sa réponse.
+ À lire: Le plan secret du Pentagone en Irak
= La balle est dans le camp de Bagdad.
+ Partager
+ SHARE THIS ARTICLE
+ Mots clés
+ Hachd al-Chaabi
+ Irak
+ commentaires
+ Chaîne du Levant
+ DERNIÈRES NOUVELLES
+ Yémen: un drone abattu à Marib
+ Liban: la crise du carburant s'aggrave
## news portal
+ International
= Le Pentagone déplace ses batteries de missiles en Irak
+ 10:23 08.07.2020(mis à jour 10:45 08.07.2020)
+ URL courte
+ Par Paul Martin
+ © AP Photo / Hadi Salem
= Washington a commencé à déployer des systèmes de défense antiaérienne sur deux bases irakiennes, d'après des responsables cités par la presse américaine.
+ © Portail . Ali Hassan
= Cette décision intervient après plusieurs tirs de roquettes contre des installations où stationnent des soldats de la coalition.
+ Lire aussi:
+ Bagdad demande des comptes à Washington après un raid
+ Un avion civil évite de justesse un drone au-dessus d'Erbil
+ Tags:
+ batteries de missiles, Irak, États-Unis
+ Règles de conduite
+ Discussion
## wire on a finance site
+ Reuters - 8 juillet 2020 à 14:02
= BAGDAD, 8 juillet (Reuters) - Le gouvernement irakien a annoncé mercredi la reprise des discussions avec les Etats-Unis sur l'avenir de la coalition.
= Les deux parties se retrouveront à la fin du mois, a précisé un conseiller du Premier ministre.
= "Nous voulons un calendrier", a-t-il dit à la presse.
+ (Ahmed Salem, avec John Martin à Washington ; version française Jean Dupont, édité par Marie Durand)
+ Copyright © 2020 Thomson Reuters
+ 0 commentaire
+ Vous devez être membre pour ajouter un commentaire.
+ Vous êtes déjà membre ? Connectez-vous
+ Pas encore membre ? Devenez membre gratuitement
## Lebanese daily
+ Moyen-Orient - Irak
= La résilience des milices irakiennes
+ LJ / Par Jean DUPONT, le 08 juillet 2020 à 00h00
+ Des membres des Kataëb Hezbollah à Bagdad, le 29 juin 2020. Photo AFP
= Le raid du 25 juin devait marquer un tournant. Il aura surtout montré les limites du pouvoir central face à des groupes mieux armés que l'armée elle-même.
+ Pour mémoire
+ Le nouveau Premier ministre irakien face à son premier test
= Quatorze hommes avaient été arrêtés dans le sud de la capitale. Treize ont été relâchés en moins d'une semaine, sous les vivats.
+ Lire aussi
+ Pourquoi Téhéran temporise en Irak
= Reste à savoir jusqu'où le chef du gouvernement est prêt à aller, et avec quels soutiens.
+ Commenter
+ commentaires (3)
+ Retour à la page "Moyen-Orient"
## blog
+ Skip to content
+ Menu
= Irak : un F-16 s'écrase au nord de Bagdad
+ Publié par Paul Martin le 8 juillet 2020
+ 8 juillet 2020
+ par Paul Martin
+ Catégories : Défense, Moyen-Orient
= Un chasseur de l'armée de l'air irakienne s'est écrasé mardi lors d'un vol d'entraînement, a annoncé le ministère de la Défense. Le pilote a pu s'éjecter.
+ [Photo : US Air Force, archive]
= L'appareil, livré en 2015, appartenait à un lot de trente-quatre avions commandés aux États-Unis.
+ Share this:
+ Cliquez pour partager sur Twitter(ouvre dans une nouvelle fenêtre)
+ Cliquez pour partager sur Facebook(ouvre dans une nouvelle fenêtre)
+ WordPress:
+ J’aime chargement…
+ Articles similaires
+ Related
+ Étiquettes : armée de l'air, F-16, Irak
+ Navigation de l'article
+ Article précédent
+ La marine reçoit ses nouvelles vedettes
+ Article suivant
+ Le budget de la défense revu à la baisse
+ 2 réflexions au sujet de « Irak : un F-16 s'écrase au nord de Bagdad »
+ Jean dit :
+ 8 juillet 2020 à 14 h 02 min
+ Encore un avion perdu, et combien de millions partis en fumée ? On aimerait connaître l'état réel de cette flotte.
+ Répondre
+ Laisser un commentaire Annuler la réponse
+ Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *
+ Commentaire
+ Nom *
+ E-mail *
+ Site web
## agency, translated
+ Monde
= Irak : neuf morts dans une embuscade de Daech
= L'attaque a visé un poste de police dans la province de Salah al-Din
+ Ali Hassan |
+ 08.07.2020 - Mıse À Jour : 09.07.2020
+ Bagdad
+ AA / Bagdad / Ali Hassan
= Neuf personnes ont été tuées mercredi dans une embuscade tendue par des combattants de Daech au nord de Bagdad, a annoncé la police.
= Les assaillants ont pris la fuite vers les monts Hamrin, d'après la même source.
+ *Traduit de l'arabe par Mona Hassan
+ Seulement une partie des dépêches, que l'Agence diffuse à ses abonnés via le Système de Diffusion interne (HAS), est diffusée sur le site, de manière résumée. Contactez-nous s'il vous plaît pour vous abonner.
## agency on a portal
+ French.example.cn | Mis à jour le 08-07-2020
= Irak : le Parlement appelle au respect de la souveraineté
= BAGDAD, 8 juillet (Xinhua) -- Le président du Parlement irakien a appelé mercredi au respect de la souveraineté du pays, a rapporté l'agence officielle.
= Il a demandé à toutes les parties de faire preuve de retenue. F
+ Suivez Example.cn sur Twitter et Facebook pour rejoindre la conversation.
+ Source: Agence de presse Xinhua
+ Partagez :
+ Photos
## opinion site
= La guerre sans fin d'Irak
+ Par Jean Dupont
+ Contrepoint.ca, 08 juillet 2020
+ Région : Moyen-Orient et Afrique du Nord
+ Thème: Guerre USA OTAN, Terrorisme
= Il faut relire les promesses de 2003 pour mesurer l'ampleur du désastre : un pays brisé, une région en feu, et toujours des bases.
= Les cinq mille soldats restés sur place ne protègent ni les Irakiens ni la paix.
+ Jean Dupont
+ Article original en anglais :
+ Iraq's Endless War, The Daily Example, 6 juillet 2020
+ Traduit par Marie Durand pour Contrepoint.ca
+ La source originale de cet article est Contrepoint.ca
+ Copyright © Jean Dupont, Contrepoint.ca, 2020
+ Avis de non-responsabilité : Les opinions exprimées dans cet article n'engagent que le ou les auteurs. Le Centre de recherche se dégage de toute responsabilité concernant le contenu de cet article.
## public broadcaster
= Ottawa prolonge sa mission en Irak
+ Photo : La Presse canadienne / Jean Dupont
+ Radio-Québec
+ Publié le 8 juillet 2020
+ Partager cette page
= Le gouvernement fédéral a annoncé mercredi la prolongation d'un an de la mission d'entraînement des Forces armées canadiennes en Irak.
= « Notre engagement reste entier », a fait savoir le ministre de la Défense dans un communiqué.
+ Avec les informations de La Presse canadienne et Agence France-Presse
+ À lire aussi :
+ Le Canada suspend une partie de ses opérations en Irak
+ Des vols militaires détournés vers le Koweït
## regional daily
+ Accueil Monde Irak
= En Irak, l'armée française met fin à la formation
+ Ouest-Courrier avec AFP
+ Publié le 08/07/2020 à 17h42
+ Abonnez-vous
= Les instructeurs français, présents depuis cinq ans à Bagdad, ont remis mercredi leur camp aux forces irakiennes.
+ Newsletter Politique
+ Chaque semaine, suivez l'actualité politique
+ Votre e-mail
+ OK
+ Votre e-mail est collecté par le groupe pour recevoir nos actualités. En savoir plus.
= La ministre des Armées avait annoncé ce retrait en mars, en raison de la pandémie.
+ #Armée #Irak
+ Partager cet article
+ En Irak, l'armée française met fin à la formation Ouest-Courrier
+ Retrouvez tous nos contenus et autres services en complétant votre adresse mail et en vous inscrivant.
+ En continu
+ 10:23 Un séisme secoue la mer Égée
+ 10:02 Cyclisme. Le parcours dévoilé
+ Voir toute l'info en continu
## Gulf daily
+ Short Url
+ https://gulf.news/abcd
= Bagdad promet de désarmer les milices
+ La police patrouille à Bagdad. (AFP)
+ Mis à jour 08 juillet 2020
+ AFP
= BAGDAD : Le Premier ministre irakien a promis mardi de rétablir le monopole de l'État sur les armes, au lendemain de l'assassinat d'un chercheur.
= « Nous ne laisserons pas le pays aux bandes armées », a-t-il lancé.
+ Ce texte est la traduction d'un article paru sur Gulfpress.com
+ Les plus populaires
+ Le Liban au bord du gouffre
## African service
= Irak : qui était Hicham, l'expert assassiné à Bagdad ?
+ 8 juillet 2020
+ Crédit photo, AFP
+ Légende image,
+ Le chercheur était très écouté dans le pays
= L'un des meilleurs spécialistes des groupes armés a été abattu lundi soir devant son domicile, dans l'est de la capitale irakienne.
+ A lire aussi :
+ Que veut le nouveau Premier ministre irakien ?
+ Irak : les manifestants de retour sur la place Tahrir
= Le gouvernement a promis de retrouver les tueurs, que les caméras de la rue ont filmés à visage découvert.
+ Crédit photo, Reuters
## machine-translated site
+ in
+ Actualité
= Trois roquettes frappent une base en Irak
+ 9 juillet 2020 à 13h02
+ 2 min de lecture
+ Partager sur FacebookPartager sur TwitterEnvoyer cet article
= Trois roquettes ont frappé jeudi une base qui abrite des soldats américains au nord de Bagdad, selon l'armée irakienne.
+ Un hélicoptère survole Bagdad le 9 juillet 2020.
+ Un hélicoptère survole Bagdad le 9 juillet 2020. Getty
= Aucun groupe n'a revendiqué l'attaque, la troisième en une semaine.
+ Ecrit par Shirley Martin
+ Qu'en pensez-vous ?
+ 0 points
+ Upvote Downvote
+ Laisser un commentaire
+ La Floride bat un nouveau record de cas
+ Une star du basket condamnée
"""


def pages() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in PAGES.strip().split("\n"):
        if line.startswith("## "):
            lines = found.setdefault(line[3:], [])
        else:
            lines.append((line[0], line[2:]))
    return found


@pytest.mark.parametrize("title_known", [True, False])
@pytest.mark.parametrize("name", pages())
def test_pages(name, title_known):
    lines = pages()[name]
    known = {"title": next(text.lstrip(" •") for mark, text in lines if mark == "=")} if title_known else {}
    rules = judge([text for _, text in lines], **known)
    wrong = [(mark, text, rule) for (mark, text), rule in zip(lines, rules, strict=True) if (mark == "+") != bool(rule)]
    assert wrong == []
